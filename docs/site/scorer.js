// Which pages the search shows first: those for readers before those about the project and about code.
const FIRST = /^(words|tour|guide|model|trust|crisis\/|python\/|reference\/(format|commands))/;
const LAST = /^(decisions|project)\//;

// var, for Sphinx declares the same name with var where there is none
var Scorer = {
  score: ([page, , , , score]) => (FIRST.test(page) ? score + 10 : LAST.test(page) ? score - 10 : score),
  objNameMatch: 5,
  objPartialMatch: 3,
  objPrio: { 0: 3, 1: 1, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};

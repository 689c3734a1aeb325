"""The words that a page explains; docs/words.md has them all, and says of each the same."""

WORDS = (
    ("party", "a state or an alliance"),
    ("relation", "two parties that deal with each other"),
    ("severity", "how grave a move is: 2 for a criticism, 4 to 6.5 for people sent home, 7 for relations severed"),
    (
        "rung",
        "the place of a move on the ladder of escalation, 0 to 10. Military moves have a ladder of their own, m2 to m7",
    ),
    (
        "grievance",
        "what one side holds against the other. Each hostile act adds its severity; half of it fades in seven years",
    ),
    (
        "balance",
        "what a side received, less what it sent, in the exchange that is running; half of it fades in 90 days",
    ),
    ("tension", "the mean of the two grievances of a relation"),
    ("loss", "the share of the channels of a relation that is gone, by their worth"),
    (
        "breaking point",
        (
            "the grievance at which a side breaks. It falls as channels are lost, because an empty mission costs "
            "little to leave"
        ),
    ),
    (
        "policy",
        "the rules by which a party decides: how much it answers, in which form, when, and when it breaks",
    ),
    ("history", "one play of a scenario, from its first day to its last"),
    (
        "95 % interval",
        "the range in which the share would lie, nineteen times in twenty, if endlessly many histories were played",
    ),
    ("rupture", "no channel is left, or relations are severed"),
    ("cold standoff", "four tenths or more are lost, and hardly any hostile move happens any more"),
    ("intact", "less than a tenth is lost, tension is low, and ambassadors are at post"),
)

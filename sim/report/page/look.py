"""How a page looks: on a wide screen, on a narrow one and on paper; colours that can be told apart, also in grey."""

INK, MUTED = "#1a1a1a", "#595959"
COLOURS = ("#14467c", "#b4560a", "#1b7a5e", "#a5357f", "#756200", "#2b7fb5")  # each at least 4 to 1 on white
SHADES = 8  # of a cell, from the palest on

STYLE = (
    """
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#fff;color:#1a1a1a;font:1rem/1.5 system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
header,nav,main,footer{max-width:56rem;margin:0 auto;padding:0 1rem}
header{padding-top:1.5rem}
main:focus{outline:none}
h1{font-size:1.7rem;line-height:1.25;margin:.2rem 0 .6rem}
h2{font-size:1.3rem;line-height:1.3;margin:2.2rem 0 .6rem;border-top:1px solid #c8c8c8;padding-top:1rem}
h3{font-size:1.05rem;margin:1.4rem 0 .4rem}
p{max-width:44rem;margin:.5rem 0}
h1,h2,h3,p,li,dd,td,th,figcaption{overflow-wrap:anywhere}
.kind,.details{color:#595959;margin:.2rem 0}
.lead{font-size:1.15rem}
a{color:#14467c}
a:focus-visible,summary:focus-visible,input:focus-visible,select:focus-visible,.scroll:focus-visible
{outline:3px solid #b4560a;outline-offset:2px}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:.5rem;background:#fff;padding:.3rem .6rem}
nav ol{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;padding:0;margin:1rem 0 0;list-style:none}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{text-align:left;vertical-align:top;padding:.25rem .9rem .25rem 0;border-bottom:1px solid #e2e2e2}
thead th{border-bottom:1px solid #595959;vertical-align:bottom}
tbody th{font-weight:400}
.n,#explored th,#explored td{text-align:right}
#explored caption{text-align:left}
.scroll{overflow-x:auto;margin:.8rem 0}
td,th{min-width:2.5rem;overflow-wrap:break-word}
.w{min-width:13rem}
.u{white-space:nowrap}
figure{margin:1.2rem 0;max-width:44rem}
figcaption{font-weight:600;margin-bottom:.3rem}
svg{display:block;width:100%;height:auto}
svg text{font-size:11px;fill:#1a1a1a;stroke:#fff;stroke-width:3px;paint-order:stroke;stroke-linejoin:round}
.key{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;margin:.3rem 0;padding:0;font-size:.9rem}
.key svg{display:inline-block;width:1.6rem;height:.8rem;margin-right:.35rem;vertical-align:baseline}
summary{cursor:pointer;margin:.4rem 0;color:#14467c}
dt{font-weight:600;margin-top:.5rem}
dd{margin:0;max-width:44rem}
code{font:.88em ui-monospace,"DejaVu Sans Mono",monospace;background:#f4f4f2;padding:.1rem .3rem;overflow-wrap:anywhere}
.grid line{stroke:#e2e2e2}
.axis{stroke:#595959}
.join{fill:none;stroke:#767676;stroke-width:1}
.faint{opacity:.8}
.lane{stroke:#c8c8c8}
.whisker{stroke:#1a1a1a;stroke-width:1.6}
.line{fill:none;stroke-width:1.9}
.b{stroke-dasharray:6 3}
.band{stroke:none;fill-opacity:.16}
.band.inner{fill-opacity:.22}
.bar{fill-opacity:.75}
.point{stroke:#595959;stroke-width:.6}
.edge{fill:none;stroke:#b4560a;stroke-width:2.4}
fieldset{border:1px solid #c8c8c8;margin:1rem 0;padding:.6rem 1rem;max-width:44rem}
.control{display:grid;grid-template-columns:minmax(9rem,16rem) 1fr minmax(4rem,8rem);gap:.2rem .8rem;align-items:center;
margin:.5rem 0}
.control input,.control select{width:100%;font:inherit;min-height:1.8rem;accent-color:#14467c}
.answers{display:grid;grid-template-columns:minmax(9rem,16rem) 1fr minmax(6rem,11rem);gap:.4rem .8rem;
align-items:center}
.answers svg{height:.9rem}
.chosen{background:#fff3c4}
footer{color:#595959;font-size:.9rem;padding:2rem 1rem}
[hidden]{display:none}
"""
    + "".join(
        f".c{n}{{stroke:{c}}}.f{n}{{fill:{c}}}.o{n}{{stroke:{c};fill:#fff;stroke-width:1.8}}"
        for n, c in enumerate(COLOURS)
    )
    + "".join(f".s{n}{{background:rgb(20 70 124/{n / 16:.3f})}}" for n in range(1, SHADES))
    + ".m0{fill:#fff}"
    + "".join(f".m{n}{{fill:rgb(20 70 124/{n / (SHADES - 1):.3f})}}" for n in range(1, SHADES))
    + """
@media (max-width:38rem){
h1{font-size:1.35rem}
svg text{font-size:17px}
svg .extra{display:none}
.control,.answers{grid-template-columns:1fr}
.w{min-width:11rem}
}
@page{margin:14mm}
@media print{
body{font-size:10pt}
nav,.skip,fieldset{display:none}
header,main,footer{max-width:none;padding:0}
main>section:first-of-type{break-after:page}
header{padding-top:0}
h1{font-size:16pt}
h2{break-after:avoid;font-size:12pt;margin:.9rem 0 .3rem;padding-top:.5rem}
p{max-width:none;margin:.3rem 0}
.lead{font-size:11pt}
details:not([open]){display:none}
figure{max-width:130mm;margin:.6rem 0}
.key{font-size:8pt}
.scroll{margin:.4rem 0}
figure,tr{break-inside:avoid}
.scroll{overflow:visible}
table{font-size:8pt}
.w{min-width:9rem}
thead{display:table-header-group}
a{color:inherit;text-decoration:none}
}
"""
)

# shows the row that the controls choose; without it the table stands alone
SCRIPT = """
document.querySelectorAll("form[data-explores]").forEach(function(form){
var rows=document.querySelectorAll("#"+form.getAttribute("data-explores")+" tbody tr");
var controls=form.querySelectorAll("input,select"),said=form.querySelectorAll("output");
var bars=form.querySelectorAll(".answers svg rect.bar"),last=null;
function show(){
var n=0;
controls.forEach(function(c){n=n*(c.options?c.options.length:+c.max+1)+ +c.value});
var row=rows[n],cells=row.cells;
controls.forEach(function(c,i){
if(!c.options){said[i].textContent=cells[i].textContent;c.setAttribute("aria-valuetext",cells[i].textContent)}});
for(var i=controls.length;i<cells.length;i++){
var text=cells[i].textContent;
said[i].textContent=text;
bars[i-controls.length].setAttribute("width",/%$/.test(text)?parseFloat(text.replace(/^[<>]/,"")):0)}
if(last)last.className="";
row.className="chosen";last=row}
form.addEventListener("input",show);
form.addEventListener("submit",function(e){e.preventDefault()});
form.hidden=false;show()});
"""

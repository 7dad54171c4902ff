/** Light or dark as the reader's system is; all text has a contrast of at least 4.5. */
const COLOURS = `:root{color-scheme:light dark;--ink:#1a1f26;--quiet:#59636e;--paper:#fff;--card:#fff;--ground:#f7f8fa;--line:#dfe3e8;
--accent:#2458d3;--accent-strong:#1c47ad;--on-accent:#fff;--good:#1a7f37;--good-tint:#eaf6ed;--warn:#8a5300;--warn-tint:#fdf4e3;
--danger:#b42318;--danger-tint:#fdeeec;--shadow:0 1px 2px rgb(16 24 40/.06)}
@media (prefers-color-scheme:dark){:root{--ink:#e8ecf1;--quiet:#9aa5b1;--paper:#0e1116;--card:#151a21;--ground:#0e1116;--line:#2b323c;
--accent:#7aa7ff;--accent-strong:#a3c2ff;--on-accent:#0b1220;--good:#56c271;--good-tint:#12251a;--warn:#e3b341;--warn-tint:#2a2110;
--danger:#ff8f85;--danger-tint:#2d1615;--shadow:none}}`;

const PAGE = `*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0;font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--ink);background:var(--ground);overflow-wrap:break-word}
header,main,footer{max-width:62rem;margin:0 auto;padding:1rem 1.25rem}
header{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:.5rem 1rem;min-height:4.5rem}
header nav{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1.25rem}
footer{margin-top:2.5rem;color:var(--quiet);display:flex;flex-wrap:wrap;gap:.5rem 1.25rem;font-size:.875rem}
footer::before{content:"";flex:0 0 100%;border-top:1px solid var(--line);margin-bottom:.25rem}
a{color:var(--accent);text-underline-offset:.15em}a:hover{color:var(--accent-strong)}
footer a{color:inherit}
.brand{display:flex;align-items:center;gap:.5rem;font-weight:650;color:inherit;text-decoration:none}.brand img{display:block}
.skip{position:absolute;left:-100rem}.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.5rem}
h1{font-size:clamp(1.6rem,1.2rem + 2vw,2.1rem);line-height:1.2;letter-spacing:-.02em;font-weight:680;margin:1.25rem 0 .75rem;text-wrap:balance}
h2{margin:2.5rem 0 .75rem;font-size:1.25rem;letter-spacing:-.01em;line-height:1.3}
h3{margin:1.75rem 0 .5rem;font-size:1rem}
p,ul{margin:.75rem 0;max-width:44rem}p,li{text-wrap:pretty}
.lead{font-size:1.125rem;color:var(--quiet)}.quiet,.small,small,caption,figcaption{color:var(--quiet)}
.small,small,caption,figcaption{font-size:.875rem}
code{font:.9em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:.25rem}`;

const PARTS = `.points{list-style:none;padding:0;max-width:none;display:grid;grid-template-columns:repeat(4,1fr);gap:1rem;margin:1.5rem 0}
.points li,.card,.figures div{border:1px solid var(--line);border-radius:.75rem;padding:1rem 1.25rem;background:var(--card);box-shadow:var(--shadow)}
.points li{font-size:.9375rem;color:var(--quiet)}.points strong{display:block;color:var(--ink);margin-bottom:.25rem}
.card{margin:1.75rem 0}.card>:first-child{margin-top:0}.card>:last-child{margin-bottom:0}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,9rem),1fr));gap:1rem;margin:2.5rem 0 0}
dt{color:var(--quiet);font-size:.875rem}dd{margin:.1rem 0 0;font-size:1.625rem;font-weight:600;letter-spacing:-.01em;font-variant-numeric:tabular-nums}dd small{font-weight:400;letter-spacing:0}
.note,.problem{border-radius:.5rem;padding:.7rem 1rem;border:1px solid var(--line);background:var(--card)}.note.good{max-width:none}
.good{color:var(--good);background:var(--good-tint);border-color:currentcolor}.warn{color:var(--warn);background:var(--warn-tint);border-color:currentcolor}.problem{color:var(--danger);background:var(--danger-tint);border-color:currentcolor}
.badge{display:inline-block;border:1px solid;border-radius:1rem;padding:.05rem .6rem;font-size:.8125rem;font-weight:550;line-height:1.4}
.setting{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:.75rem 2rem}.setting>div{flex:1 1 18rem}.setting p{margin:.1rem 0}
.setting+.setting{border-top:1px solid var(--line);margin-top:1rem;padding-top:1rem}
.narrow{max-width:44rem}.buttons{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem}.nowrap{white-space:nowrap}
.row{display:flex;flex-wrap:wrap;gap:1rem 2rem;align-items:end;margin:1.25rem 0}
.jump{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;font-size:.9375rem}
.check{display:flex;gap:.6rem;align-items:start;margin:.75rem 0}.check input{flex:none;width:1.15rem;height:1.15rem;margin:.2rem 0 0;accent-color:var(--accent)}
.choice{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.4rem}
.choice a{display:block;padding:.15rem .7rem;border:1px solid var(--line);border-radius:1rem;text-decoration:none;font-size:.875rem;background:var(--card)}
.choice a[aria-current]{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
button,.button{font:inherit;font-weight:550;line-height:1.4;border:1px solid var(--line);background:var(--card);color:var(--ink);border-radius:.5rem;
padding:.45rem .95rem;text-decoration:none;cursor:pointer;display:inline-block;box-shadow:var(--shadow)}
button:hover,.button:hover{border-color:var(--quiet);color:var(--ink)}
.primary,.primary:hover{border-color:var(--accent);background:var(--accent);color:var(--on-accent)}
.primary:hover{background:var(--accent-strong);border-color:var(--accent-strong)}
button.plain{border-color:transparent;background:none;box-shadow:none;color:var(--quiet);padding:.45rem 0;font-weight:400}button.plain:hover{color:var(--ink)}
button.danger{color:var(--danger);border-color:var(--danger)}
input[type=number]{font:inherit;width:5rem;padding:.45rem .6rem;border:1px solid var(--quiet);border-radius:.5rem;background:var(--card);color:inherit}
meter{width:5.5rem;height:.75rem;vertical-align:middle}
figure{margin:0}.plot{width:100%;height:auto;display:block}.plot text{fill:var(--quiet);font:11px system-ui,sans-serif}
.plot .grid{stroke:var(--line);stroke-width:1}.plot path{fill:none;stroke-width:2;stroke-linejoin:round}
.plot .limit{stroke:var(--quiet);stroke-dasharray:4 4;stroke-width:1.5}.plot .remaining{stroke:var(--good)}`;

/** A narrow screen shows a table as a list: each row a block, each cell after the name of its column. */
const TABLES = `table{border-collapse:collapse;width:100%;font-size:.9375rem;font-variant-numeric:tabular-nums}
caption{text-align:left;padding:0 0 .5rem;max-width:44rem}
th,td{text-align:left;vertical-align:top;padding:.55rem .75rem;border-bottom:1px solid var(--line)}
tr>:first-child{padding-left:0}tr>:last-child{padding-right:0}
th.number,td.number{text-align:right;white-space:nowrap}td.named{overflow-wrap:anywhere;min-width:9rem}
time,meter+span{white-space:nowrap}#leave{margin-top:3rem}
thead th{font-size:.8125rem;color:var(--quiet);font-weight:550;vertical-align:bottom}tbody th{font-weight:500}
@media (max-width:60rem){.points{grid-template-columns:repeat(2,1fr)}}
@media (max-width:44rem){
.points{grid-template-columns:1fr}
.plot text{font-size:20px}
.figures{display:block;border:1px solid var(--line);border-radius:.75rem;background:var(--card);padding:.5rem 1rem}
.figures div{display:flex;justify-content:space-between;align-items:baseline;gap:1rem;border:0;padding:.3rem 0;background:none;box-shadow:none}.figures dd{font-size:1.125rem;margin:0;text-align:right}
table,tbody,caption,tbody tr{display:block}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tbody tr{border:1px solid var(--line);border-radius:.75rem;background:var(--card);padding:.6rem 1rem;margin:0 0 .75rem}
tbody th,tbody td,tr>:first-child,tr>:last-child{display:flex;justify-content:space-between;gap:1rem;border:0;padding:.2rem 0;text-align:right;overflow-wrap:anywhere;min-width:0}
tbody th{font-weight:600}
tbody :is(th,td)::before{content:attr(data-label);color:var(--quiet);font-weight:400;text-align:left;flex:none}
}`;

export const CSS = [COLOURS, PAGE, PARTS, TABLES, ''].join('\n');

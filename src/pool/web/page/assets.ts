import { createHash } from 'node:crypto';

const CSS = `:root{color-scheme:light dark;--ink:#1b1f24;--quiet:#57606a;--paper:#fff;--line:#d0d7de;--tint:#f6f8fa;
--accent:#0a58b5;--good:#1a7f37;--danger:#b42318;--on-accent:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--quiet:#9aa4af;--paper:#0d1117;--line:#30363d;--tint:#161b22;
--accent:#6cb0ff;--good:#4ac26b;--danger:#ff8278;--on-accent:#0d1117}}
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
header,main,footer{max-width:60rem;margin:0 auto;padding:1rem}
header{display:flex;justify-content:space-between;align-items:center;gap:1rem;border-bottom:1px solid var(--line)}
nav{display:flex;align-items:center;gap:1rem}
footer{margin-top:2rem;border-top:1px solid var(--line);color:var(--quiet);display:flex;gap:1rem;font-size:.9rem}
a{color:var(--accent)}
.brand{font-weight:700;color:inherit;text-decoration:none}
.skip{position:absolute;left:-100rem}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.5rem}
h1{font-size:1.7rem;line-height:1.25;margin:1rem 0 .5rem}h2{margin:2rem 0 .5rem;font-size:1.25rem}h3{margin:1.5rem 0 .25rem;font-size:1rem}
.lead{font-size:1.1rem;max-width:44rem}.quiet,small,caption{color:var(--quiet)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:1rem;margin:1.5rem 0}
.figures div{border:1px solid var(--line);border-radius:.5rem;padding:.75rem 1rem;background:var(--tint)}
dt{color:var(--quiet);font-size:.9rem}dd{margin:0;font-size:1.6rem;font-variant-numeric:tabular-nums}dd small{font-size:.9rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
caption{text-align:left;padding:.25rem 0;font-size:.9rem}
caption span{position:sticky;left:0;display:inline-block;max-width:calc(100vw - 2rem)}
figure{margin:0}figcaption{color:var(--quiet);font-size:.9rem}
th,td{text-align:left;padding:.4rem .75rem;border-bottom:1px solid var(--line);white-space:nowrap}
tr>:first-child{padding-left:0}tr>:last-child{padding-right:0}
:is(.numbers-2 :nth-child(n+2),.numbers-3 :nth-child(n+3),.numbers-4 :nth-child(n+4),.numbers-6 :nth-child(n+6)):is(th,td){text-align:right}
thead th{font-size:.85rem;color:var(--quiet);font-weight:600}tbody th{font-weight:400}
td.wide{min-width:8rem}meter{width:100%;height:1rem}
.plot{width:100%;height:auto;display:block}.plot text{fill:var(--quiet);font:11px system-ui,sans-serif}
@media (max-width:40rem){.plot text{font-size:20px}}
.plot .grid{stroke:var(--line);stroke-width:1}.plot path{fill:none;stroke-width:2}
.plot .limit{stroke:var(--quiet);stroke-dasharray:4 4;stroke-width:1.5}.plot .remaining{stroke:var(--good)}
button,.button{font:inherit;border:1px solid var(--accent);background:var(--accent);color:var(--on-accent);border-radius:.4rem;
padding:.35rem .9rem;text-decoration:none;cursor:pointer;display:inline-block}
button.plain{background:none;color:var(--accent);border-color:transparent;padding:.35rem 0}
button.danger{background:none;color:var(--danger);border-color:var(--danger)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.row{display:flex;flex-wrap:wrap;gap:1rem 2rem;align-items:center}
input[type=number]{font:inherit;width:5rem;padding:.3rem;border:1px solid var(--quiet);border-radius:.3rem;background:var(--paper);color:inherit}
.check{display:block;margin:.5rem 0}
.notice{border-left:4px solid var(--accent);background:var(--tint);padding:.6rem 1rem}
`;

/**
 * Swaps the live part of an open front page every five seconds, and leaves alone what somebody is in the middle
 * of; the page is whole without it.
 */
const JS = `(() => {
  const live = document.getElementById('live');
  if (!live) return;
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(live.dataset.source, { headers: { accept: 'text/html' } });
      if (!answer.ok) return;
      const scrolled = [...live.querySelectorAll('.scroll')].map((region) => region.scrollLeft);
      const text = await answer.text();
      if (live.contains(document.activeElement)) return;
      live.innerHTML = text;
      live.querySelectorAll('.scroll').forEach((region, index) => { region.scrollLeft = scrolled[index] ?? 0; });
    } catch {}
  }, 5000);
})();
`;

/** A file that the pages use: its path carries a hash of its content, so it may be cached for ever. */
export type Asset = { path: string; type: string; body: string };

function asset(name: string, type: string, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  const dot = name.lastIndexOf('.');
  return { path: `/assets/${name.slice(0, dot)}-${hash}${name.slice(dot)}`, type, body };
}

export function pageAssets(): { css: Asset; js: Asset } {
  return {
    css: asset('page.css', 'text/css; charset=utf-8', CSS),
    js: asset('page.js', 'text/javascript; charset=utf-8', JS),
  };
}

"""How the page that shows the API looks: one style sheet, light or dark as the reader's system is."""

STYLE = """
:root { --ink: #1d2521; --soft: #5b6963; --line: #dde4e0; --paper: #fff; --tint: #f4f7f5; --green: #14804a;
  --amber: #9a6200;
  --red: #b3261e; --blue: #1f5fa8;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4ebe7; --soft: #9dada5; --line: #2c3632; --paper: #131816;
  --tint: #1b2220;
  --green: #4fce8b; --amber: #e0b04c; --red: #f2877f; --blue: #7db4f2; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; color-scheme: light dark; }
body { margin: 0; display: grid; grid-template-columns: 16rem minmax(0, 1fr); color: var(--ink);
  background: var(--paper);
  font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.5rem 1rem; background: var(--tint);
  border-right: 1px solid var(--line); font-size: .875rem; }
nav h2 { margin: 1.25rem 0 .25rem; font-size: .75rem; letter-spacing: .06em; text-transform: uppercase; }
nav h2 a { color: var(--soft); }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li a { display: block; padding: .2rem 0; color: var(--ink); }
nav b { display: inline-block; width: 3.6rem; font-size: .6875rem; }
.home { font-size: 1.125rem; font-weight: 650; color: var(--green); }
main { max-width: 58rem; padding: 2.5rem 3rem 6rem; }
a { color: var(--green); text-decoration: none; }
a:hover { text-decoration: underline; }
h1 { margin: 0; font-size: 2rem; line-height: 1.2; }
h1 small { font-size: .875rem; font-weight: 400; color: var(--soft); }
.lead { margin: .25rem 0 1rem; font-size: 1.125rem; color: var(--soft); }
section > h2 { margin: 3.5rem 0 .25rem; font-size: 1.5rem; text-transform: capitalize; }
article { margin-top: 1.5rem; padding: 1.25rem 1.5rem 1.5rem; border: 1px solid var(--line); border-radius: .5rem; }
article:target { border-color: var(--green); }
h3 { margin: 0 0 .5rem; font-size: 1rem; overflow-wrap: anywhere; }
h3 i { color: var(--soft); font-style: normal; font-weight: 400; }
h4 { margin: 1.25rem 0 .5rem; font-size: .8125rem; color: var(--soft); }
p { margin: .5rem 0; }
.summary { font-weight: 600; }
b { font-family: var(--mono); font-weight: 600; }
.get { color: var(--blue); } .post { color: var(--green); } .patch { color: var(--amber); }
  .delete { color: var(--red); }
.good { color: var(--green); } .bad { color: var(--amber); }
.tag { padding: .1rem .5rem; border-radius: 1rem; background: var(--tint); color: var(--soft); font-size: .75rem;
  font-weight: 400; }
code, pre { font-family: var(--mono); font-size: .8125rem; }
p code, td span { padding: .1em .3em; border-radius: .25rem; background: var(--tint); }
table { width: 100%; border-collapse: collapse; font-size: .875rem; }
td { padding: .35rem .75rem .35rem 0; border-top: 1px solid var(--line); vertical-align: top;
  overflow-wrap: anywhere; }
td:first-child { width: 34%; } td:nth-child(2) { width: 20%; color: var(--soft); }
td span { color: var(--soft); font-size: .8125rem; }
em { color: var(--red); font-style: normal; }
pre { margin: .5rem 0 0; padding: .75rem 1rem; max-height: 24rem; overflow: auto; border-radius: .375rem;
  background: var(--tint); }
details { border-top: 1px solid var(--line); padding: .35rem 0; font-size: .875rem; }
summary { cursor: pointer; }
summary b { display: inline-block; width: 2.5rem; }
@media (max-width: 52rem) { body { display: block; } nav { position: static; height: auto; border: 0; }
  main { padding: 1.5rem 1rem; }
  article { padding: 1rem; } }
@media print { nav { display: none; } body { display: block; } }
"""

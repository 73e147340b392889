"""How the report looks: the program's own colours, light and dark, and on paper."""

STYLE = """
:root {
  color-scheme: light dark;
  --window: #f3f4f6; --panel: #ffffff; --line: #d9dde3; --text: #1f2430; --quiet: #5f6773; --accent: #2563eb;
  --soft: #eef2f7; --bar: #dbe7fd; --good: #1f7a44; --warn: #8a6100; --bad: #b3261e;
  --nn: #2f6db3; --activation: #b0503f; --shape: #3d8a57; --maths: #7c6f9c; --normalisation: #8a6d1d; --data: #4b5563;
}
@media (prefers-color-scheme: dark) {
  :root {
    --window: #1b1e23; --panel: #23272e; --line: #343a43; --text: #e4e7ec; --quiet: #98a1af; --accent: #6aa2ff;
    --soft: #272d36; --bar: #2a3a57; --good: #6cc08a; --warn: #e0b458; --bad: #ff8a80;
    --nn: #5b9be6; --activation: #e0826f; --shape: #6cc08a; --maths: #a99bd0; --normalisation: #d2b04c; --data: #9aa3b0;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--window); color: var(--text);
  font: 14px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 28px 24px 48px; }
header { margin-bottom: 20px; }
h1 { margin: 0; font-size: 26px; line-height: 1.25; font-weight: 650; overflow-wrap: anywhere; }
.kind { margin: 4px 0 0; color: var(--quiet); }
.figures { display: flex; flex-wrap: wrap; gap: 10px; margin: 18px 0 0; padding: 0; list-style: none; }
.figures li { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 8px 16px 9px; }
.figures b { display: block; font-size: 19px; font-weight: 650; font-variant-numeric: tabular-nums; }
.figures span { color: var(--quiet); font-size: 12px; }
section { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; margin: 0 0 16px;
  padding: 16px 20px 18px; }
h2 { margin: 0 0 10px; font-size: 15px; font-weight: 650; }
h3 { margin: 16px 0 6px; font-size: 13px; font-weight: 650; overflow-wrap: anywhere; }
h3:first-of-type { margin-top: 0; }
p { margin: 6px 0; }
.quiet { color: var(--quiet); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th { text-align: left; font-weight: 600; font-size: 12px; color: var(--quiet); border-bottom: 1px solid var(--line);
  padding: 4px 14px 5px 0; white-space: nowrap; }
td { border-bottom: 1px solid var(--line); padding: 5px 14px 5px 0; vertical-align: top; }
tr:last-child td { border-bottom: 0; }
th:last-child, td:last-child { padding-right: 0; }
.r { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.n { white-space: nowrap; }
code { font: 12.5px/1.5 ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace;
  overflow-wrap: anywhere; }
.variables code { display: inline-block; min-width: 150px; }
.bad { color: var(--bad); } .warn { color: var(--warn); } .good { color: var(--good); }
.checks { margin: 0; padding: 0; list-style: none; }
.checks li { padding: 3px 0 3px 24px; position: relative; overflow-wrap: anywhere; }
.checks li::before { position: absolute; left: 2px; font-weight: 700; }
.checks .good::before { content: "✓"; } .checks .warn::before { content: "!"; left: 6px; }
.checks .bad::before { content: "✕"; } .checks .info::before { content: "·"; left: 6px; }
.checks span { color: var(--text); }
.ends th:nth-child(1) { width: 40%; } .ends th:nth-child(2) { width: 11%; } .ends th:nth-child(3) { width: 17%; }
.census td { padding-top: 2px; padding-bottom: 2px; border-bottom: 0; }
.census td:first-child { width: 1px; white-space: nowrap; }
.bar { display: block; height: 10px; min-width: 2px; border-radius: 2px; margin-top: 6px; }
.nn { background: var(--nn); } .activation { background: var(--activation); } .shape { background: var(--shape); }
.maths { background: var(--maths); } .normalisation { background: var(--normalisation); }
.data { background: var(--data); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 10px 0 0; color: var(--quiet); font-size: 12px; }
.legend i { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 6px; }
.histogram { display: block; width: 128px; height: 26px; color: var(--accent); }
.histogram path { fill: currentColor; } .histogram line { stroke: var(--line); }
figure { margin: 0; background: #fafbfc; border: 1px solid var(--line); border-radius: 6px; padding: 8px;
  text-align: center; }
figure img { max-width: 100%; max-height: 2400px; height: auto; object-fit: contain; display: block; margin: 0 auto; }
footer { color: var(--quiet); font-size: 12px; margin-top: 20px; }
@media (max-width: 700px) { main { padding: 16px 12px; } section { padding: 12px; } }
@media print {
  :root { color-scheme: light; --window: #ffffff; --panel: #ffffff; --line: #d0d4da; --text: #111111; --quiet: #555555;
    --accent: #2563eb; --soft: #f3f4f6; --good: #1f7a44; --warn: #8a6100; --bad: #b3261e;
    --nn: #2f6db3; --activation: #b0503f; --shape: #3d8a57; --maths: #7c6f9c; --normalisation: #8a6d1d;
    --data: #4b5563; }
  body { font-size: 10.5px; } table, code { font-size: 9.5px; } th { font-size: 9px; }
  main { max-width: none; padding: 0; } section { border: 0; padding: 0; margin: 0 0 18px; }
  h2 { break-after: avoid; border-bottom: 1px solid var(--line); padding-bottom: 4px; } tr, li { break-inside: avoid; }
  thead { display: table-header-group; } .wide { overflow: visible; }
  figure { border: 0; padding: 0; } figure img { max-height: 900px; }
  .bar, .legend i { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .variables code { min-width: 90px; } .histogram { width: 80px; } td, th { padding-right: 8px; }
}
"""

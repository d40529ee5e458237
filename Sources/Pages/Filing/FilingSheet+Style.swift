extension FilingSheet {
    /// A form to read on a phone and to print on A4; every pair of text and ground reaches WCAG's 4.5 : 1.
    static let style: HTML = """
        :root{color-scheme:light dark;--paper:#fff;--raised:#f4f3ef;--ink:#191918;--quiet:#55524c;--line:#c9c5bb;\
        --bad:#9b2c1f;--open:#6b4d0c}
        @media (prefers-color-scheme:dark){:root{--paper:#15171a;--raised:#1e2125;--ink:#e6e3dc;--quiet:#a8a49b;\
        --line:#454a50;--bad:#f39c8f;--open:#dfbb6c}}
        *{box-sizing:border-box}
        html{font:100%/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;\
        -webkit-text-size-adjust:100%}
        body{margin:0;background:var(--paper);color:var(--ink);overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
        main{max-width:52rem;margin:0 auto;padding:1rem 1rem 3rem}
        header{display:flex;flex-wrap:wrap;gap:.5rem 1rem;justify-content:space-between;align-items:center}
        .house{margin:0;font-weight:700}
        button{font:inherit;font-weight:600;min-height:3rem;padding:.5rem 1rem;border:1px solid var(--ink);\
        border-radius:.375rem;background:var(--ink);color:var(--paper);cursor:pointer}
        :focus-visible{outline:3px solid var(--open);outline-offset:2px}
        h1{font-size:clamp(1.4rem,1.2rem + 1.2vw,1.9rem);line-height:1.2;margin:1rem 0 .25rem;text-wrap:balance}
        h2{font-size:1.15rem;line-height:1.3;margin:2rem 0 .5rem;break-after:avoid}
        h3{font-size:1rem;line-height:1.35;margin:0;display:flex;gap:.4em}
        p,ul,ol,pre{margin:0 0 .5rem}
        .kind{color:var(--quiet);margin:0 0 1rem}
        .head{display:grid;grid-template-columns:minmax(6rem,auto) 1fr;gap:.3rem 1rem;margin:0 0 1rem;padding:.75rem 1rem;\
        background:var(--raised);border-radius:.375rem}
        .head dt{color:var(--quiet)}
        dd{margin:0}
        .late{color:var(--bad)}
        small,.note,.marks,footer{color:var(--quiet);font-size:.875rem}
        .call{border-left:4px solid var(--line);padding:.5rem .75rem;background:var(--raised)}
        .call.late{border-color:var(--bad)}
        .call.open{border-color:var(--open)}
        .fields{border-top:2px solid var(--ink)}
        .field{padding:.75rem 0;border-bottom:1px solid var(--line);break-inside:avoid}
        .number{flex:none;width:1.3em;color:var(--quiet);font-weight:400}
        .value{margin:.25rem 0 0}
        .value>:last-child{margin-bottom:0}
        .value ul{padding-left:1.2rem}
        .gap .value{color:var(--open);font-style:italic}
        .before{color:var(--quiet);font-size:.9rem;margin:.35rem 0 0}
        .marks{margin:.25rem 0 0}
        @media (min-width:44rem){.field{display:grid;grid-template-columns:15rem 1fr;gap:0 1.5rem}\
        .value{margin:0}.marks{grid-column:2}.field h3{grid-row:1/3}}
        .plain{list-style:none;padding:0}
        .receipt{border:2px solid var(--ink);border-radius:.375rem;padding:1rem;margin:2rem 0 1rem;break-inside:avoid}
        .receipt h2{margin:0 0 .25rem}
        .receipt dl{margin:.75rem 0 0}
        .receipt dl div{display:grid;grid-template-columns:minmax(8rem,40%) 1fr;gap:1rem;align-items:end;min-height:2.25rem}
        .receipt dd{border-bottom:1px solid var(--ink)}
        @page{size:A4;margin:18mm 16mm}
        @media print{:root{--paper:#fff;--raised:#fff;--ink:#000;--quiet:#333;--line:#888;--bad:#000;--open:#000}\
        html{font-size:10pt}main{max-width:none;padding:0}button{display:none}h1{margin-top:.5rem}\
        .head,.call{border:1px solid var(--line);border-left-width:4px}\
        .field{display:grid;grid-template-columns:5cm 1fr;gap:0 .6cm;padding:.5rem 0}\
        .value{margin:0}.marks{grid-column:2}.field h3{grid-row:1/3}}
        """
}

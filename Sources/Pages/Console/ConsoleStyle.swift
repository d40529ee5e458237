extension Console {
    /// Phone first, for a tired eye in the dark: one column, large targets, few colours, each above 4.5:1 on its ground.
    static let style: HTML = """
        :root {
          color-scheme: light dark;
          --ground: #f3f4f6; --card: #ffffff; --text: #14171c; --quiet: #4c5561; --line: #c9ced6; --edge: #6b7480;
          --accent: #0b4fc0; --on-accent: #ffffff; --bad: #a8180f; --bad-ground: #fdecea; --on-bad: #ffffff;
          --good: #14652b; --link: #0b4fc0;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #0b0d11; --card: #151920; --text: #eef1f5; --quiet: #a9b3c1; --line: #2c343f; --edge: #8590a0;
            --accent: #ffc24b; --on-accent: #1d1400; --bad: #ff9d92; --bad-ground: #38130f; --on-bad: #2b0603;
            --good: #7fdc9b; --link: #9dc1ff;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body {
          margin: 0; background: var(--ground); color: var(--text);
          font: 1.0625rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
          font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
        }
        main { max-width: 80rem; margin: 0 auto; padding: 0 1rem 4rem; }
        h1 { font-size: 1.5rem; line-height: 1.25; margin: .25rem 0 .5rem; text-wrap: balance; }
        h2 { font-size: 1.125rem; line-height: 1.3; margin: 0 0 .75rem; }
        h3 { font-size: 1.0625rem; margin: 1.25rem 0 .5rem; }
        p { margin: 0 0 .75rem; }
        a { color: var(--link); text-underline-offset: .2em; }
        ul, ol { margin: 0; padding: 0; list-style: none; }
        :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
        .skip { position: absolute; left: -100vw; }
        .skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .75rem; z-index: 1; }
        .quiet { color: var(--quiet); }
        .small { font-size: .9375rem; }
        .good { color: var(--good); }
        .bad { color: var(--bad); }
        .touch { display: inline-flex; align-items: center; min-height: 3rem; }
        .words { white-space: pre-wrap; }

        .bar { display: flex; justify-content: space-between; max-width: 80rem; margin: 0 auto; padding: .25rem 1rem; }
        .bar nav { display: flex; flex-wrap: wrap; gap: 0 1.25rem; }
        .bar a, .bar button { white-space: nowrap; }
        .bar a { display: inline-flex; align-items: center; min-height: 3rem; color: var(--text); text-decoration: none; }
        .bar a:hover { text-decoration: underline; }
        .brand { font-weight: 700; }

        section, .card {
          background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1rem; margin: 0 0 1rem;
        }
        section > :last-child { margin-bottom: 0; }
        .rows p { margin: 0; }
        section#head { background: none; border: 0; padding: .5rem 0 0; margin: 0 0 .5rem; }
        section#next { border: 2px solid var(--accent); }
        section[hidden] { display: none; }
        .tags { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; margin: 0; }
        .severity {
          background: var(--bad); color: var(--on-bad); font-weight: 700; border-radius: 6px; padding: .125rem .5rem;
        }
        .severity.over { background: var(--quiet); color: var(--card); }
        .state { font-weight: 600; }
        .refusal {
          background: var(--bad-ground); border: 2px solid var(--bad); border-radius: 12px; padding: 1rem; margin: 0 0 1rem;
        }

        button, .button {
          display: inline-flex; align-items: center; justify-content: center; min-height: 3rem; padding: .5rem 1.125rem;
          font: inherit; font-weight: 600; color: var(--text); background: transparent; text-decoration: none;
          border: 2px solid var(--edge); border-radius: 10px; cursor: pointer; text-align: center;
        }
        button:hover, .button:hover { border-color: var(--text); }
        .primary { width: 100%; min-height: 4rem; font-size: 1.25rem; }
        .primary, .primary:hover { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
        .plain { border-color: transparent; color: var(--quiet); padding: .5rem 0; font-weight: 400; }
        .choices { display: flex; flex-direction: column; gap: .75rem; }
        form .fields { display: flex; flex-direction: column; gap: 1rem; margin: 0 0 1rem; }
        form:last-child { margin: 0; }
        label, legend { font-weight: 600; }
        label span, legend span { display: block; font-weight: 400; color: var(--quiet); font-size: .9375rem; }
        input:not([type=checkbox]):not([type=radio]), textarea, select {
          display: block; width: 100%; min-height: 3rem; margin: .375rem 0 0; padding: .625rem .75rem; font: inherit;
          font-weight: 400; color: var(--text); background: var(--ground); border: 1px solid var(--edge);
          border-radius: 8px;
        }
        textarea { resize: vertical; }
        ::placeholder { color: var(--quiet); opacity: 1; }
        fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
        legend { padding: 0; }
        .tick { display: flex; gap: .75rem; align-items: center; min-height: 3rem; font-weight: 400; }
        .tick span { color: inherit; font-size: inherit; }
        .ticks { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: 0 .75rem; }
        .tick input { flex: none; width: 1.5rem; height: 1.5rem; margin: 0; accent-color: var(--accent); }
        details { border-top: 1px solid var(--line); }
        details > :not(summary) { margin-bottom: 1rem; }
        summary { display: flex; align-items: center; gap: .75rem; min-height: 3.25rem; cursor: pointer; font-weight: 600; }
        summary::-webkit-details-marker { display: none; }
        summary::before { content: "+"; width: 1rem; font-weight: 400; color: var(--quiet); }
        details[open] > summary::before { content: "–"; }

        .rows.small > li { padding: .5rem 0; }
        .rows + details { margin-top: .75rem; }
        .rows + form { margin-top: 1.25rem; }
        .rows form { margin: .5rem 0; }
        section > form + details, section > details + form { margin-top: 1rem; }
        .left { font-weight: 700; white-space: nowrap; }
        .left.urgent { color: var(--bad); }
        .rows > li { border-top: 1px solid var(--line); padding: .75rem 0; }
        .rows > li:first-child { border-top: 0; padding-top: 0; }
        .rows > li:last-child { padding-bottom: 0; }
        .split { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
        .effects { margin: 0 0 1rem; padding-left: 1.25rem; list-style: disc; }
        .effects li { margin: .25rem 0; }
        progress { display: block; width: 100%; height: .625rem; margin: .5rem 0; accent-color: var(--good); }

        .timeline > li { padding: .75rem 0; }
        .timeline > li + li { border-top: 1px solid var(--line); }
        .timeline > li > p { display: flex; gap: .75rem; margin: 0 0 .25rem; color: var(--quiet); }
        .timeline time { font-weight: 600; color: var(--text); }
        .timeline .quiet { font-size: .9375rem; }
        .timeline li li + li { margin-top: .25rem; }
        .timeline .key { font-weight: 600; }
        .timeline .words { border-left: 3px solid var(--line); padding-left: .75rem; font-weight: 400; margin: .25rem 0; }
        .facts { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .25rem 1rem; margin: 0 0 1rem; }
        .facts dt { color: var(--quiet); }
        .facts dd { margin: 0; }
        iframe { width: 100%; height: 34rem; border: 1px solid var(--edge); border-radius: 8px; background: #ffffff; }

        .columns.even > div { min-width: 0; }
        .number {
          display: inline-flex; align-items: center; justify-content: center; width: 1.75rem; height: 1.75rem;
          border-radius: 50%; background: var(--quiet); color: var(--card); font-size: 1rem;
        }
        .step .fields { display: flex; flex-direction: column; gap: 1.25rem; }
        .answers { display: flex; flex-wrap: wrap; gap: 0 1.5rem; }
        fieldset.open { border-left: 4px solid var(--accent); padding-left: .75rem; }
        legend .state { color: var(--text); font-weight: 600; }
        .tick .role { display: block; color: var(--quiet); font-size: .9375rem; }
        .path { display: flex; flex-direction: column; margin: 0 0 1rem; }
        .path li { position: relative; padding: .375rem 0 .375rem 1.75rem; }
        .path li::before {
          content: ""; position: absolute; left: .25rem; top: .875rem; width: .875rem; height: .875rem; border-radius: 50%;
          background: var(--good); border: 2px solid var(--good);
        }
        .path li + li::after {
          content: ""; position: absolute; left: .625rem; bottom: calc(100% - .875rem); height: calc(100% - .875rem);
          border-left: 2px solid var(--edge);
        }
        .path span { display: block; color: var(--quiet); font-size: .9375rem; }
        .path .possible::before { background: var(--card); border-color: var(--good); }
        .path .open::before { background: var(--card); border: 2px dashed var(--text); }
        .path .ends::before { background: var(--quiet); border-color: var(--quiet); border-radius: 2px; }
        .path .idle strong { color: var(--quiet); font-weight: 400; }
        .path .idle::before { background: var(--card); border-color: var(--edge); }
        .asked { border-left: 4px solid var(--accent); padding-left: .75rem; margin: 0 0 1rem; }
        .duty p { margin: 0 0 .25rem; }
        .duty form { margin: .5rem 0; }
        .mark { border: 1px solid var(--edge); border-radius: 6px; padding: 0 .375rem; white-space: nowrap; }
        meter { display: block; width: 100%; height: .75rem; margin: .25rem 0; }
        .hash { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .8125rem; overflow-wrap: anywhere; }
        .acts { display: flex; flex-direction: column; gap: .5rem; align-items: stretch; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-top: 1px solid var(--line); }
        thead th { border-top: 0; color: var(--quiet); font-weight: 400; }
        .paper { max-width: 52rem; }
        .links { display: flex; flex-wrap: wrap; gap: 0 1.5rem; }
        .entrance { padding-top: 3rem; }
        @media (prefers-color-scheme: dark) { iframe { filter: brightness(.8); } }

        .do, .see { display: contents; }
        #room { display: flex; flex-direction: column; }
        #duties { order: 0; }
        #acts, #work, #public { order: 1; }
        #timeline { order: 2; }
        @media (min-width: 60rem) {
          h1 { font-size: 1.875rem; }
          #room { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 1.25rem; align-items: start; }
          #room > * { grid-column: 1 / -1; }
          #room > .do { display: block; grid-column: 1; }
          #room > .see { display: block; grid-column: 2; }
          .columns { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 0 1.25rem; align-items: start; }
          .columns.even { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
          form .fields.filter { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); }
          .path { flex-direction: row; }
          .path li { flex: 1 1 0; padding: 1.5rem .75rem 0 0; }
          .path li::before { left: 0; top: 0; }
          .path li + li::after { left: auto; right: calc(100% + .375rem); bottom: auto; top: .375rem; height: 0; \
        width: calc(100% - 1.75rem); border-left: 0; border-top: 2px solid var(--edge); }
          .narrow { max-width: 40rem; }
          .choices { flex-direction: row; flex-wrap: wrap; }
        }
        @media print {
          :root {
            --ground: #ffffff; --card: #ffffff; --text: #000000; --quiet: #333333; --line: #999999; --link: #000000;
            --good: #000000; --bad: #000000;
          }
          body { font-size: 10pt; }
          .bar, .skip, .screen, form { display: none; }
          section { border: 0; padding: 0; break-inside: auto; }
          h2 { border-bottom: 1px solid #999999; break-after: avoid; }
          li, tr { break-inside: avoid; }
        }
        """
}

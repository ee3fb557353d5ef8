/// The style of the page of notices: the desk's colours, one column, readable on a telephone and on paper.
enum NoticeStyle {
    static let text = """
        :root { --ink: #1b2733; --soft: #4d5b69; --line: #d3dae1; --ground: #f4f6f8; --sheet: #fff; --link: #0b5394;
          --late: #a61b1b; color-scheme: light; }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: break-word;
          font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; }
        main, footer { max-width: 52rem; margin: 0 auto; padding: 1.5rem; }
        footer { padding-top: 0; color: var(--soft); font-size: .875rem; }
        h1 { font-size: 1.625rem; line-height: 1.25; margin: 0 0 1rem; }
        h2 { font-size: 1.125rem; margin: 1.5rem 0 .5rem; }
        h3 { font-size: 1rem; margin: 0 0 .5rem; display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; }
        p { margin: 0 0 .75rem; max-width: 70ch; }
        a { color: var(--link); }
        :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
        .small { font-size: .875rem; color: var(--soft); font-weight: 400; }
        .unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
          white-space: nowrap; }
        .question { background: var(--sheet); border: 1px solid var(--line); border-radius: 4px; padding: 1rem 1.25rem;
          margin: 0 0 1rem; }
        .question > p { white-space: pre-line; }
        .question > p:last-child { margin-bottom: 0; }
        .tag { border: 1px solid #8c99a5; border-radius: 4px; padding: 0 .5rem; font-size: .875rem; font-weight: 600; }
        .tag.late { color: var(--late); border-color: var(--late); }
        .done { background: #e3f1e6; border-color: #6da27b; color: #1f5130; }
        p.done { max-width: none; border: 1px solid #9cc4a5; border-radius: 4px; padding: .625rem 1rem; }
        .fault { color: var(--late); font-weight: 600; }
        label { display: block; font-weight: 600; margin: .5rem 0 .25rem; }
        textarea, input[type=text] { width: 100%; font: inherit; color: inherit; padding: .5rem; background: #fff;
          border: 1px solid #6b7884; border-radius: 4px; }
        button { margin-top: .875rem; font: inherit; font-weight: 600; color: #fff; background: var(--link);
          border: 1px solid var(--link); border-radius: 4px; padding: .5rem 1rem; cursor: pointer; }
        button:hover { background: #083d6e; }
        table { width: 100%; border-collapse: collapse; background: var(--sheet); border: 1px solid var(--line); }
        th, td { text-align: left; vertical-align: top; padding: .5rem .75rem; border-bottom: 1px solid var(--line); }
        th { font-size: .875rem; color: var(--soft); }
        td:first-child { white-space: nowrap; }
        @media (max-width: 40rem) {
          main, footer { padding-left: 1rem; padding-right: 1rem; }
          thead { position: absolute; clip-path: inset(50%); }
          tr, td { display: block; } td { border: 0; padding: .125rem .75rem; }
          tr { border-bottom: 1px solid var(--line); padding: .5rem 0; }
        }
        @media print { body { background: #fff; } form { display: none; } }

        """
}

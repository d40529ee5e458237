import OnRecord

extension Console {
    /// The incident room: where it stands, the one next thing to do, the clocks, all else, and what has happened.
    /// Its sections are renewed one by one when the server says that something changed.
    public static func room(_ view: RoomView) -> HTML {
        let parts = RoomParts(view: view)
        let incident = view.incident
        return page(
            title: "\(incident.severity) \(publicTitle(incident, view.policy))", live: true,
            """
            \(alert(view.refused?.reason))
            <div id="room" data-page="/incidents/\(incident.id)" data-now="\(view.now.milliseconds)">
            \(parts.head)
            <p class="quiet small" id="live" role="status">Made at \(view.now.clock) UTC.\
             Reload this page to see what is new.</p>
            <div class="do">
            \(parts.next)
            \(parts.otherActs)
            \(parts.work)
            \(parts.published)
            </div>
            <div class="see">
            \(parts.duties)
            \(parts.clocks)
            \(parts.timeline)
            </div>
            </div>
            """)
    }
}

/// The room's sections, in files of their own where they are long.
struct RoomParts {
    let view: RoomView
    var incident: Incident { view.incident }
    var policy: Policy { view.policy }
    var forms: RoomForms { RoomForms(view: view) }

    var head: HTML {
        let stage = RoomStage(incident)
        let title = Console.publicTitle(incident, policy)
        return """
            <section id="head">
            <p class="tags"><span class="severity\(stage.isOver ? " over" : "")">\(incident.severity)</span>
            <span class="state" id="state">\(stage.text)</span></p>
            <h1>\(title)</h1>
            <p class="quiet small">\(incident.title == title ? "" : "\(incident.title) · ")\(incident.id) · open since
            <time datetime="\(incident.openedAt.rfc3339)">\(incident.openedAt.text)</time></p>
            </section>
            """
    }

    var next: HTML {
        guard let next = forms.acts.next else {
            return """
                <section id="next" data-act="nothing" aria-labelledby="next-title">
                <h2 id="next-title">Nothing is left to do</h2>
                <p>What was promised is settled.</p>
                </section>
                """
        }
        return """
            <section id="next" data-act="\(forms.title(next.act))" aria-labelledby="next-title">
            <h2 id="next-title">Next: \(forms.title(next.act))</h2>
            \(next.clock.map { clock in
                "<p>\(TimeLeft(due: clock.due, now: view.now).markup) · \(clock.says)</p>" as HTML
            })
            \(forms.form(next.act, main: true))
            </section>
            """
    }

    var clocks: HTML {
        // Adopted duties have a section of their own.
        let promises = incident.clocks.filter { $0.duty == nil }
        let running = promises.running
        let settled = promises.filter { $0.state != .pending }
        return """
            <section id="clocks" aria-labelledby="clocks-title">
            <h2 id="clocks-title">\(running.isEmpty ? "No clock is" : counted(running.count, "clock")) running</h2>
            <ul class="rows">\(running.map(runningClock))</ul>
            \(settled.isEmpty ? HTML.nothing : """
            <details id="settled"><summary>\(tally(settled))</summary>
            <ul class="rows small">\(settled.map(settledClock))</ul></details>
            """ as HTML)
            </section>
            """
    }

    private func runningClock(_ clock: PromiseClock) -> HTML {
        """
        <li><p class="split">\(TimeLeft(due: clock.due, now: view.now).markup)
        <span class="quiet small">due \(clock.due.text)</span></p><p>\(clock.says)</p></li>

        """
    }

    private func settledClock(_ clock: PromiseClock) -> HTML {
        """
        <li><p><strong class="\(clock.resultStyle)">\(clock.word.capitalizedFirst)\
        \(clock.took.map { " in \($0.text)" } ?? "")</strong> · \(clock.says)</p></li>

        """
    }

    /// `4 kept, 1 missed`.
    private func tally(_ clocks: [PromiseClock]) -> String {
        ["kept", "missed", "waived"].compactMap { word in
            let count = clocks.count { $0.word == word }
            return count == 0 ? nil : "\(count) \(word)"
        }.joined(separator: ", ")
    }
}

extension PromiseClock {
    /// The style of its result: a colour beside the word, never instead of it.
    var resultStyle: String {
        switch state {
        case .kept: "good"
        case .missed: "bad"
        case .pending, .waived, .lifted: "quiet"
        }
    }
}

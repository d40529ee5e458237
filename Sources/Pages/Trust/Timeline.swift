import OnRecord

/// An incident's milestones on a line drawn to scale: dots stand where their moments are, words stand in even rows
/// beside them, and thin leaders join the two. A response that is a small part of the whole gets a drawing of its own.
struct Timeline {
    let points: [Point]

    struct Point: Equatable {
        var at: Timestamp
        var caption: String
    }

    init(_ milestones: [Milestone: Timestamp]) {
        let order = Milestone.allCases
        let sorted = milestones.filter(\.key.isPublic).sorted { a, b in
            (a.value, order.firstIndex(of: a.key)!) < (b.value, order.firstIndex(of: b.key)!)
        }
        points = sorted.reduce(into: []) { points, milestone in
            let (caption, at) = (milestone.key.caption, milestone.value)
            // What happened in the same second shares a row while the words fit on a phone.
            if let last = points.last, last.at.rfc3339 == at.rfc3339, last.caption.count + caption.count <= 24 {
                points[points.count - 1].caption += ", \(caption.lowercasedFirst)"
            } else {
                points.append(Point(at: at, caption: caption))
            }
        }
    }

    /// The points of the response, when most points lie in the first
    /// fifth of the whole.
    var response: ArraySlice<Point>? {
        guard let first = points.first, let last = points.last else { return nil }
        let whole = last.at - first.at
        let early = points.prefix { ($0.at - first.at) * 5 < whole }
        return early.count >= 3 && early.count * 2 >= points.count && early.count < points.count ? early : nil
    }

    var html: HTML {
        guard points.count > 1 else { return .nothing }
        guard let response else { return Timeline.figure(points[...], name: "The whole of it") }
        let late = points[response.endIndex...]
        let aftermath =
            [points[0], Point(at: response[response.endIndex - 1].at, caption: "The response, drawn above")] + late
        return """
            \(Timeline.figure(response, name: "The response"))
            \(Timeline.figure(aftermath[...], name: "The whole of it"))
            """
    }

    /// Rows are 48 units high, which the style sheet makes 3rem, so that rows and drawing grow with the reader's font.
    private static let row = 48

    private static func figure(_ points: ArraySlice<Point>, name: HTML) -> HTML {
        let (first, last) = (points[points.startIndex].at, points[points.endIndex - 1].at)
        let span = max(1, (last - first).milliseconds)
        let height = points.count * row
        let length = height - row
        var drawing: HTML = "<path d=\"M8 \(row / 2)V\(height - row / 2)\"/>"
        var rows: [HTML] = []
        var day: CivilDate?
        for (index, point) in points.enumerated() {
            let y = row / 2 + Int(Int64(length) * (point.at - first).milliseconds / span)
            let middle = row / 2 + index * row
            drawing += "<path d=\"M8 \(y)L40 \(middle)h12\"/><circle cx=\"8\" cy=\"\(y)\" r=\"3.5\"/>"
            let moment: HTML =
                switch day {
                case nil: point.at.html
                case point.at.date: point.at.htmlClock
                default: "<time datetime=\"\(point.at.rfc3339)\">\(point.at.date.short), \(point.at.clock)</time>"
                }
            let offset: HTML? = point.at - first < .seconds(1) ? nil : " · + \((point.at - first).tight)"
            rows.append("<li><b>\(point.caption)</b><small class=\"num\">\(moment)\(offset)</small></li>\n")
            day = point.at.date
        }
        return """
            <figure class="line">
            <figcaption>\(name), to scale: top to bottom is \((last - first).tight).</figcaption>
            <svg viewBox="0 0 56 \(height)" aria-hidden="true">\(drawing)</svg>
            <ol>
            \(rows)</ol>
            </figure>
            """
    }
}

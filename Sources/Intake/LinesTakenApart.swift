import Sigma

/// The lines of a body in the form that events are made of. Whoever has read a body already spares the rules doing it
/// again; all it costs is memory, of which it may take several times what the body does.
public struct LinesTakenApart: Sendable {
    let sections: [LineSection]
    /// Bytes of memory.
    public let size: Int

    /// Gathers sections as long as there is room; one that does not fit leaves nothing.
    struct Gathering {
        private let room: Int
        private var sections: [LineSection]? = []
        private var size = 0

        init(room: Int) { self.room = room }

        mutating func add(_ section: LineSection) {
            size += section.size
            if size <= room { sections?.append(section) } else { sections = nil }
        }

        /// Nil if there was too little room.
        var whole: LinesTakenApart? { sections.map { LinesTakenApart(sections: $0, size: size) } }
    }
}

/// Finds many literals in one pass over a text, however many there are (Aho and Corasick, "Efficient string matching",
/// 1975), as a table of states by byte. Bytes that no literal holds share a column, and so do the two cases of a letter.
final class Automaton: Sendable {
    /// A state's outputs: literals that end here, and the longest shorter state that has outputs too.
    private struct Outputs: Sendable {
        var literals: [Int32] = []
        var shorter: UInt32 = 0
    }

    private struct Literal: Sendable {
        let length: Int
        let atStart: Bool
        let atEnd: Bool
    }

    /// Marks, in the table, a state with outputs. The other bits are where the state's row begins.
    private static let flag: UInt32 = 1 << 31

    private let columns: [UInt8]
    private let columnCount: Int
    private let table: [UInt32]
    private let outputs: [Outputs]
    private let literals: [Literal]
    /// Whether all literals have to stand at the start of a text.
    private let isAnchored: Bool
    /// For each byte, whether a literal begins with it: 1 or 0.
    private let beginnings: [UInt8]
    /// Few of them are worth looking ahead for the next one.
    private let hasFewBeginnings: Bool

    /// - Parameter texts: none empty; reported by their position here. Their bytes together bound the table's rows.
    init(_ texts: [ClueText]) {
        literals = texts.map { Literal(length: $0.bytes.count, atStart: $0.atStart, atEnd: $0.atEnd) }
        var columns = [UInt8](repeating: 0, count: 256)
        var columnCount = 1
        for byte in Set(texts.flatMap(\.bytes)).sorted() {
            // UTF-8 leaves thirteen bytes unused, so there is a column for each of the others.
            columns[Int(byte)] = UInt8(truncatingIfNeeded: columnCount)
            columnCount += 1
        }
        for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") { columns[Int(byte)] = columns[Int(CaseFolding.fold(byte))] }

        var trie = [UInt32](repeating: 0, count: columnCount)
        var outputs = [Outputs()]
        for (number, text) in texts.enumerated() {
            var state = 0
            for byte in text.bytes {
                let cell = state * columnCount + Int(columns[Int(byte)])
                if trie[cell] == 0 {
                    trie[cell] = UInt32(outputs.count)
                    outputs.append(Outputs())
                    trie += repeatElement(0, count: columnCount)
                }
                state = Int(trie[cell])
            }
            outputs[state].literals.append(Int32(number))
        }
        (self.columns, self.columnCount) = (columns, columnCount)
        table = Self.completed(trie, columnCount, &outputs)
        self.outputs = outputs
        isAnchored = literals.allSatisfy(\.atStart)
        beginnings = columns.map { trie[Int($0)] == 0 ? 0 : 1 }
        hasFewBeginnings = beginnings.count { $0 == 1 } <= 32
    }

    /// Fills every cell with the state of the longest beginning of a literal that the text then ends with.
    private static func completed(_ trie: [UInt32], _ columnCount: Int, _ outputs: inout [Outputs]) -> [UInt32] {
        var table = trie
        var fallbacks = [Int](repeating: 0, count: outputs.count)
        var queue = [0]
        var index = 0
        while index < queue.count {
            let state = queue[index]
            index += 1
            for column in 0..<columnCount {
                let cell = state * columnCount + column
                let shorter = state == 0 ? 0 : Int(table[fallbacks[state] * columnCount + column])
                let child = Int(trie[cell])
                if child == 0 {
                    table[cell] = UInt32(shorter)
                } else {
                    fallbacks[child] = shorter
                    outputs[child].shorter =
                        outputs[shorter].literals.isEmpty ? outputs[shorter].shorter : UInt32(shorter)
                    queue.append(child)
                }
            }
        }
        return table.map { state in
            let row = state * UInt32(columnCount)
            let found = outputs[Int(state)]
            return found.literals.isEmpty && found.shorter == 0 ? row : row | flag
        }
    }

    /// Reports each literal that the text holds where it has to stand; one that stands there twice, twice.
    /// - Parameter text: ASCII in any case, or folded.
    /// - Returns: whether the text is ASCII.
    @inline(__always)
    @discardableResult
    func search(_ text: UnsafeBufferPointer<UInt8>, _ found: (Int) -> Void) -> Bool {
        table.withUnsafeBufferPointer { table in
            columns.withUnsafeBufferPointer { columns in
                var row = 0
                var union: UInt8 = 0
                var position = 0
                while position < text.count {
                    if row == 0 {
                        // Nothing that stands at the start goes on from here, and folding would not change that.
                        if isAnchored, position > 0 { break }
                        if hasFewBeginnings { position = nextBeginning(in: text, from: position, &union) }
                        if position == text.count { break }
                    }
                    let byte = text[position]
                    position &+= 1
                    union |= byte
                    let next = table[row &+ Int(columns[Int(byte)])]
                    row = Int(next & ~Self.flag)
                    if next & Self.flag != 0 { report(row / columnCount, end: position, of: text.count, found) }
                }
                return union < 0x80
            }
        }
    }

    /// Passes over bytes with which no literal begins, four at a time.
    @inline(__always)
    private func nextBeginning(in text: UnsafeBufferPointer<UInt8>, from start: Int, _ union: inout UInt8) -> Int {
        beginnings.withUnsafeBufferPointer { beginnings in
            var position = start
            while position &+ 4 <= text.count {
                let (first, second) = (text[position], text[position &+ 1])
                let (third, fourth) = (text[position &+ 2], text[position &+ 3])
                let isOne =
                    beginnings[Int(first)] | beginnings[Int(second)] | beginnings[Int(third)] | beginnings[Int(fourth)]
                if isOne != 0 { break }
                union |= first | second | third | fourth
                position &+= 4
            }
            return position
        }
    }

    private func report(_ state: Int, end: Int, of count: Int, _ found: (Int) -> Void) {
        var state = state
        while true {
            for number in outputs[state].literals {
                let literal = literals[Int(number)]
                if literal.atStart, literal.length != end { continue }
                if literal.atEnd, end != count { continue }
                found(Int(number))
            }
            state = Int(outputs[state].shorter)
            if state == 0 { return }
        }
    }
}

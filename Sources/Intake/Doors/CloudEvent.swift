import OnRecord
import Sigma

/// One CloudEvent 1.0, whichever mode it came in.
struct CloudEvent {
    /// Bytes of a context attribute that are kept; the specification advises senders to stay below 64 KiB in all.
    private static let attributeMax = 8 * 1024

    private let source: String
    private let id: String
    private let type: String
    /// All of them, the four required ones and `data_base64` included.
    private var attributes: [String: Value]
    private var data: Value?

    /// The members of JSON's event format (`formats/json-format.md`).
    init(structured event: Value) throws(Unreadable) {
        guard var members = event.map else { throw Unreadable("An event is a JSON object, and this is none.") }
        let data = members.removeValue(forKey: "data")
        try self.init(members, data: data)
    }

    /// `ce-` headers around the data as the body.
    init(headers: [String: String], contentType: String?, body: [UInt8]) throws(Unreadable) {
        var members: [String: Value] = [:]
        for (name, value) in headers where name.hasPrefix("ce-") {
            guard let text = CloudEventHeader.decode(value) else {
                throw Unreadable("The header \(name.cut(toBytes: 60)) holds bytes that are not UTF-8.")
            }
            members[String(name.dropFirst(3))] = .string(text)
        }
        members["datacontenttype"] = contentType.map { .string($0) }
        // Some senders leave the content type away; it is JSON then, as far as it can be read.
        let isJSON = contentType.map { $0.hasSuffix("/json") || $0.hasSuffix("+json") } ?? true
        let json = isJSON ? try? JSONReader.read(body[...]) : nil
        let text = String(decoding: body.prefix(NDJSON.lineMax), as: UTF8.self)
        try self.init(members, data: body.isEmpty ? nil : json ?? .string(text))
    }

    private init(_ members: [String: Value], data: Value?) throws(Unreadable) {
        func required(_ name: String) throws(Unreadable) -> String {
            guard let text = members[name]?.string, !text.isEmpty else {
                throw Unreadable("The attribute \(name) is missing; specversion, id, source and type are required.")
            }
            return text.cut(toBytes: CloudEvent.attributeMax)
        }
        let version = try required("specversion")
        guard version.hasPrefix("1.") else {
            throw Unreadable("The attribute specversion is “\(version.cut(toBytes: 20))”; expected 1.0.")
        }
        (source, id, type) = (try required("source"), try required("id"), try required("type"))
        attributes = members.mapValues { value in
            value.string.map { .string($0.cut(toBytes: CloudEvent.attributeMax)) } ?? value
        }
        self.data = data
    }

    /// Context attributes are fields under their own names; so are the data's members, which stand under `data` as
    /// well, where an attribute's name cannot hide them.
    func signal(receivedAt: Timestamp) -> Signal {
        var fields = SignalFields(.log)
        fields.add(attributes)
        fields.set("data", data)
        fields.add(data?.map ?? [:])
        let message = ["message", "title", "summary"].lazy.compactMap { data?[$0]?.string }.first ?? type
        return Signal(
            state: .log, at: SenderTime.at(attributes["time"], receivedAt: receivedAt), key: "\(source)|\(id)".asKey,
            severity: severity, title: message.asTitle, fields: fields.all(product: CloudEventsDoor.product),
            text: data?.string?.cut(toBytes: NDJSON.lineMax))
    }

    private var severity: Signal.Severity? {
        let word = data?["severity"]?.string ?? data?["level"]?.string ?? attributes["severity"]?.string
        return word.flatMap { Signal.Severity(word: $0) }
    }
}

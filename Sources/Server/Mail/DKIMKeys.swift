import Courier
import OnRecord

/// The keys that mails are signed with: files in the data folder's `dkim`, which only the server's user may read. One that
/// is missing is made; its public half has to be put into DNS before receivers can check anything.
public enum DKIMKeys {
    public struct Opened: Sendable {
        public let signer: DKIMSigner
        /// Lines for the domain's zone, one for each key.
        public let records: [String]
        /// Whether a key was made just now.
        public let isNew: Bool
    }

    public static func open(_ identity: DKIMIdentity, in dataFolder: String) throws -> Opened {
        let folder = "\(dataFolder)/dkim"
        try DurableFile.makeFolder(dataFolder, mode: 0o700)
        try DurableFile.makeFolder(folder, mode: 0o700)
        var wanted: [(DKIMKey.Algorithm, String)] = [(.rsa, identity.selector)]
        if let selector = identity.ed25519 { wanted.append((.ed25519, selector)) }
        var isNew = false
        let keys = try wanted.map { algorithm, selector in
            let path = "\(folder)/\(selector).\(algorithm == .rsa ? "rsa" : "ed25519")"
            if let bytes = try DurableFile.read(path) {
                do {
                    return try DKIMKey(String(decoding: bytes, as: UTF8.self), algorithm: algorithm, selector: selector)
                } catch {
                    throw StartProblem("\(path): \(error)", exitCode: .dataDamaged)
                }
            }
            let key = try DKIMKey(making: algorithm, selector: selector)
            try DurableFile.write(Array(key.stored.utf8), to: path, mode: 0o600)
            isNew = true
            return key
        }
        return Opened(
            signer: DKIMSigner(domain: identity.domain, keys: keys),
            records: keys.map { $0.zoneLine(domain: identity.domain) }, isNew: isNew)
    }
}

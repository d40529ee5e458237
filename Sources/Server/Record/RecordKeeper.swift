import Foundation
import OnRecord
import TransparencyLog

/// Writes the public record's files and signs for them. The order of its writes is the design:
///
/// 1. texts, then bundles, then tiles. A crash here leaves files that nobody signed for; the next run writes the same bytes.
/// 2. the signed state (size and root), in a folder of its own. From here on nothing smaller or different is ever signed.
///    A crash here is healed by signing the same state again: Ed25519 gives the same signature.
/// 3. the checkpoint. Only now the public is told.
///
/// Signed state and key lie apart from the data, so that a restored old backup of the data is caught at the start.
public struct RecordKeeper: Sendable {
    public private(set) var signed: SignedState
    public let signer: NoteSigner
    private let files: any DurableFiles
    private let folder: String
    private let signerFolder: String

    public struct SignedState: Sendable, Equatable, Codable {
        public var size: Int
        /// Base64, as in the checkpoint.
        public var root: String
    }

    /// - Parameters:
    ///   - folder: where the public files go (the tlog-tiles prefix).
    ///   - signerFolder: key and signed state; back it up apart from the data.
    ///   - origin: host and path without scheme, for the life of the record.
    ///   - known: entries that the store holds.
    ///   - random: for a new record's key.
    public init(
        folder: String, signerFolder: String, origin: String, known: Int = 0, files: any DurableFiles,
        random: inout some RandomNumberGenerator
    ) throws {
        (self.files, self.folder, self.signerFolder) = (files, folder, signerFolder)
        let keyPath = "\(signerFolder)/key.json"
        let key: Key
        if let bytes = try files.read(keyPath) {
            key = try CanonicalJSON.decode(Key.self, from: bytes)
        } else {
            guard known == 0, try files.read("\(folder)/checkpoint") == nil else {
                throw StartProblem(
                    "A public record was begun here, but its key \(keyPath) is missing; a new key would break the record. "
                        + "Restore the signer folder from its backup.",
                    exitCode: .dataDamaged)
            }
            key = Key(origin: origin, seed: (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) })
            try files.write(CanonicalJSON.encode(key), to: keyPath, mode: 0o600)
        }
        guard key.origin == origin else {
            throw StartProblem(
                "The record's origin is \(key.origin), but the policy's site makes it \(origin); an origin never changes. "
                    + "Set organisation.site back, or begin a new record in a new data folder.", exitCode: .dataDamaged)
        }
        signer = try NoteSigner(name: key.origin, seed: key.seed)
        if let bytes = try files.read("\(signerFolder)/signed.json") {
            signed = try CanonicalJSON.decode(SignedState.self, from: bytes)
        } else {
            signed = SignedState(size: 0, root: TreeHash.empty.base64)
        }
        try refusePublishedAhead()
        let vkey = Array((signer.vkey + "\n").utf8)
        if try files.read("\(folder)/vkey") != vkey { try files.write(vkey, to: "\(folder)/vkey", mode: 0o644) }
    }

    /// Signed state is stored before its checkpoint, so one that is ahead means that the signer folder is an old copy.
    private func refusePublishedAhead() throws {
        guard let bytes = try read(LogFile.checkpointPath),
            let published = try? Checkpoint.open(
                String(decoding: bytes, as: UTF8.self), with: [NoteVerifier(vkey: signer.vkey)])
        else { return }
        guard published.size < signed.size || published.size == signed.size && published.root.base64 == signed.root
        else {
            throw StartProblem(
                "The published checkpoint has \(published.size) entries, but \(signerFolder)/signed.json knows of "
                    + "\(signed.size). Restore a newer backup of the signer folder: nothing is signed again from behind.",
                exitCode: .dataDamaged)
        }
    }

    private struct Key: Codable {
        var origin: String
        var seed: [UInt8]
    }

    public var origin: String { signer.name }

    /// Brings the public files up to the stored entries and signs. Safe to repeat at any time.
    /// - Throws: `StartProblem` when the data holds fewer or other entries than were signed for.
    public mutating func advance(from store: any Journal) throws {
        let count = try store.entryCount()
        guard count >= signed.size else {
            throw StartProblem(
                "The data holds \(count) entries of the public record, but \(signed.size) were signed for; "
                    + "the data is older than its record. Restore a newer backup: nothing is signed again from behind.",
                exitCode: .dataDamaged)
        }
        let known = try LogAppender.root(ofSize: signed.size, reading: read)
        guard known.base64 == signed.root else {
            throw StartProblem(
                "The record's files in \(folder) have root \(known.base64) at size \(signed.size); "
                    + "\(signed.root) was signed. Restore the record's files from a backup or a mirror.",
                exitCode: .dataDamaged)
        }
        while signed.size < count {
            let entries = try store.entries(from: signed.size, limit: 256)
            for text in entries.flatMap(\.texts) { try write(text.file, to: text.path) }
            let append = try LogAppender.append(entries.map(\.leaf), toSize: signed.size, reading: read)
            for file in append.files { try write(file.bytes, to: file.path) }
            let next = SignedState(size: append.size, root: append.root.base64)
            try files.write(CanonicalJSON.encode(next), to: "\(signerFolder)/signed.json", mode: 0o600)
            signed = next
        }
        try publishCheckpoint()
    }

    private func publishCheckpoint() throws {
        guard let root = TreeHash(base64: signed.root) else {
            throw StartProblem(
                "\(signerFolder)/signed.json holds no root. Restore the signer folder from its backup.",
                exitCode: .dataDamaged)
        }
        let checkpoint = try Checkpoint(origin: origin, size: signed.size, root: root).signed(by: signer)
        let bytes = Array(checkpoint.utf8)
        if try read(LogFile.checkpointPath) != bytes { try write(bytes, to: LogFile.checkpointPath) }
    }

    private func read(_ path: String) throws -> [UInt8]? { try files.read("\(folder)/\(path)") }

    private func write(_ bytes: [UInt8], to path: String) throws {
        try files.write(bytes, to: "\(folder)/\(path)", mode: 0o644)
    }
}

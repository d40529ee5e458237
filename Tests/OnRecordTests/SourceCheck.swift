/// Reads one room's source text and finds what does not belong into it.
struct SourceCheck {
    /// A pattern in a line of code, and what to write instead.
    struct Ban {
        let pattern: Regex<AnyRegexOutput>
        let remedy: String

        init(_ pattern: String, _ remedy: String) throws {
            // Unicode's own word boundary does not part `Task.sleep`.
            (self.pattern, self.remedy) = (try Regex(pattern).wordBoundaryKind(.simple), remedy)
        }
    }

    /// Modules a room may import.
    let imports: Set<String>
    let bans: [Ban]

    /// `Sources/OnRecord/Engine/Desk.swift:12: …`, one for each find.
    func findings(in text: String, at path: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().flatMap { index, line -> [String] in
            let code = SourceCheck.withoutComment(line)
            var remedies = bans.filter { code.contains($0.pattern) }.map(\.remedy)
            if let found = code.firstMatch(
                of: /^\s*(?:@\w+ |public |internal |private |package )*import (?:\w+ )?(\w+)/)
            {
                let module = String(found.1)
                if !imports.contains(module) {
                    remedies.append(
                        "import of \(module); this room may import \(imports.sorted().joined(separator: ", "))")
                }
            }
            return remedies.map { "\(path):\(index + 1): \($0)" }
        }
    }

    /// A comment may speak of what code must not do.
    static func withoutComment(_ line: Substring) -> Substring {
        guard let start = line.firstRange(of: /(^|\s)\/\//)?.lowerBound else { return line }
        return line[..<start]
    }
}

extension SourceCheck {
    /// What would make a room depend on something besides its inputs.
    static func purity(imports: Set<String>) throws -> SourceCheck {
        try SourceCheck(
            imports: imports,
            bans: [
                Ban(
                    #"\bDate\(\)|\bDate\.now\b|\bDate\(timeIntervalSinceNow|\b(clock_gettime|gettimeofday|time)\((nil|&)"#,
                    "reads the clock; take a Timestamp as a parameter"),
                Ban(
                    #"\b(Continuous|Suspending)Clock\b|\bDispatchTime\b|\bTask\.sleep\b|\bThread\.sleep\b|\busleep\("#,
                    "waits or measures; take moments as parameters and let the shell wait"),
                Ban(
                    #"\.random\((?!.*using:)|\.randomElement\((?!.*using:)|\.shuffled?\((?!.*using:)"#,
                    "draws from the system's chance; pass a generator with `using:`"),
                Ban(
                    #"\bUUID\(\)|\bSystemRandomNumberGenerator\b|PrivateKey\(\)|\bSymmetricKey\(size"#,
                    "draws from the system's chance; take a generator or the finished id"),
                Ban(
                    #"\bFileManager\b|\bFileHandle\b|contentsOf(File|URL)?: ?(url|path|file|URL)|\.write\(to(File)?: (?!&)|\bfopen\("#,
                    "touches the disk; take the bytes, or ask the Store"),
                Ban(#"\bURLSession\b|\bURLRequest\b|\bsocket\("#, "touches the network; return an Effect"),
                Ban(
                    #"\bProcessInfo\b|\bgetenv\(|\bCommandLine\b|\bProcess\(\)"#,
                    "reads the process; take the setting as a parameter"),
                Ban(#"(^|[^\w.])(print|debugPrint|dump|NSLog)\("#, "writes to the console; return what is to be said"),
            ])
    }
}

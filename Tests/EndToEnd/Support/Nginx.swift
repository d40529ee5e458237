import Foundation

/// Debian's nginx with a configuration of its own: one page behind a password, and the log format nobody configured.
struct Nginx {
    let site: Web
    let log: String

    static func guarding<T>(user: String, password: String, _ body: (Nginx) async throws -> T) async throws -> T {
        let folder = try TemporaryFolder()
        let port = try Port.free()
        for name in ["logs", "html", "tmp"] {
            try FileManager.default.createDirectory(atPath: folder / name, withIntermediateDirectories: true)
        }
        _ = try folder.write("a guarded page\n", to: "html/index.html")
        _ = try folder.write("\(user):{PLAIN}\(password)\n", to: "htpasswd")
        _ = try folder.write(configuration(port: port), to: "nginx.conf")
        let arguments = ["-p", folder.path, "-e", "logs/error.log", "-c", "nginx.conf"]
        return try await Child.running("/usr/sbin/nginx", arguments) { child in
            let nginx = Nginx(site: Web("http://127.0.0.1:\(port)"), log: folder / "logs/access.log")
            try await eventually("nginx", hint: { child.errors + folder.text("logs/error.log") }) {
                (try? await nginx.site.get("/health"))?.status == 204
            }
            return try await body(nginx)
        }
    }

    private static func configuration(port: Int) -> String {
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map { "    \($0)_temp_path tmp/\($0);" }
        return """
            daemon off;
            master_process off;
            pid tmp/nginx.pid;
            events {}
            http {
                access_log logs/access.log;
            \(temporary.joined(separator: "\n"))
                server {
                    listen 127.0.0.1:\(port);
                    location = /health { return 204; access_log off; }
                    location / { root html; auth_basic "vault"; auth_basic_user_file htpasswd; }
                }
            }

            """
    }

    func logIn(_ user: String, _ password: String) async throws -> Int {
        let word = Data("\(user):\(password)".utf8).base64EncodedString()
        return try await site.with(["Authorization": "Basic \(word)"]).get("/").status
    }
}

import Foundation

/// Ports of this machine's loopback address.
enum Port {
    /// One that was free a moment ago: the system gave it for 0.
    static func free() throws -> Int {
        let socket = try Listening()
        return socket.port
    }

    /// Whether somebody listens there.
    static func isOpen(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    /// Holds a port as another program would.
    final class Listening {
        let port: Int
        private let descriptor: Int32

        init() throws {
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let (listening, bound) = withUnsafeMutablePointer(to: &address) { [descriptor] address in
                address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    let listening = bind(descriptor, address, length) == 0 && listen(descriptor, 8) == 0
                    return (listening, getsockname(descriptor, address, &length) == 0)
                }
            }
            port = Int(UInt16(bigEndian: address.sin_port))
            guard listening, bound, port > 0 else {
                throw Unexpected("no free port: \(String(cString: strerror(errno)))")
            }
        }

        deinit { close(descriptor) }
    }
}

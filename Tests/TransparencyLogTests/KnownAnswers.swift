/// Values computed by code that shares nothing with this module.
enum KnownAnswers {
    /// The leaves that Certificate Transparency implementations test with.
    static let certificateTransparencyLeaves: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
        Array(0x50...0x57), Array(0x60...0x6f),
    ]

    /// The roots over the first 0, 1, … 8 of those leaves.
    static let certificateTransparencyRoots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    /// The roots over `entry 0`, `entry 1`, … at some sizes.
    static let entryRoots = [
        255: "cf66793e6329dff242eb3cee0a6f36ad3e3a196dcc573a1ec775e102be863f1c",
        256: "da6596d95369f5fef322ab8e4e0da3b0b50236aa9c8a3b1d246f7411c9e2e32e",
        257: "5c1fdfe835358022f2392de478dbe053fc130cfe1d3a082879a90cf6bf14bf7e",
        65536: "07b1a377960a4e12e3348d6e9329ae6316a95b02fb1c22e909231b3aa44861a7",
        70000: "a3920fba7f239a071a9bd10721f1341addefbaededb41c7e24437a9d16bdf00a",
    ]

    /// SHA-256 of `tile/1/001.p/17` in the tree of 70,000 entries.
    static let tileHash = "5a8eb2fe63c90ddf7fd813d165c04fa79d6eca48534b61bd312fcd2d1cf0aef3"

    static let logVkey = "onrecord.example/log+a1481b6d+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
    static let rotatedVkey = "onrecord.example/log+dac59d40+ASmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"
    static let witnessVkey = "witness.example/w1+b72bab2e+BCVDuS/xCVURR2rcg2nbbdyTNmWhGXjdoUBO4QZsqVWd"

    /// The first three Certificate Transparency leaves, signed by the log's key.
    static let checkpoint = """
        onrecord.example/log
        3
        rra8/idLcKFPsGel5VeCZNsPqbUa9eC6FZFY8yngbnc=

        — onrecord.example/log oUgbbVBmY4n/LsnuQkKqSFFMeha4l9NBBnVUPS8Ix/F6vHmkUSo6ymppyGa+m4LNzEx3iaQ7/mGQHPkb0OeSk56ipAY=

        """

    /// The witness's line under it, at `cosignatureTime`.
    static let cosignatureLine =
        "— witness.example/w1 tyurLgAAAABlU/EAd0ZQ6eA5kR+18ttGZ5ncx+gqpygZJhtzBWp4WOkRoVrwqOm8qIuEfRL/8oR5wU3L0kRpPhmxr/OGfvl0dMIbCw=="
    static let cosignatureTime = 1_700_000_000

    /// The note that the signed-note specification shows, and a key of a log that is not ours.
    static let specificationNote = """
        Ognuno sta solo sul cuor della terra
        trafitto da un raggio di sole:

        ed è subito sera.

        — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=

        """
    static let goChecksumVkey = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
}

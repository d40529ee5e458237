import Foundation
import Testing

extension RealProgram {
    @Suite("Files of customers") struct CustomerFiles {}
}

extension RealProgram.CustomerFiles {
    private static let file = """
        id,name,mail,language,period_start,period_end,period_price,currency,billing_id,phone
        c1,"Paper, Pine & Co",one@customer.example,de,2026-11-01,2026-12-01,49.00,EUR,cus_1,1
        c2,Two,"two@customer.example\r\nBcc: x@customer.example",,,,,,,2
        c3,Three,three@customer.example,,2026-11-01,2026-12-01,9.00,EUR,,3
        c1,"Paper, Pine & Co",one@customer.example,de,2026-12-01,2027-01-01,59.00,EUR,cus_1,1
        """

    @Test("Good rows are taken and broken ones told, by command, by API and by form; a check takes nothing")
    func allDoors() async throws {
        let house = try Installation()
        let path = try house.folder.write(Self.file, to: "customers.csv")
        let arguments = ["customers", "import", path, "--policy", house.policy, "--data", house.data]

        let check = try await Program.run(arguments + ["--check"])
        #expect(check.status == 1, "\(check.errors)")
        #expect(check.output == "2 customers, 3 billing periods can be brought in; 1 broken row left out.\n")
        #expect(check.errors.contains("customers.csv: row 3: mail of c2 is"))
        #expect(check.errors.contains("mean nothing here: phone"))
        #expect(try await customers(of: house).isEmpty)

        try await house.serving { _ in
            let byAPI = try await house.api().post("/api/v1/customers?check", Self.file, type: "text/csv")
            #expect(byAPI.status == 200, "\(byAPI.text)")
            #expect(byAPI.text.contains(#""broken":1"#))
            #expect(try await customers(of: house).isEmpty)

            let form =
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"c.csv\"\r\nContent-Type: text/csv\r\n\r\n"
                + Self.file + "\r\n--b\r\nContent-Disposition: form-data; name=\"act\"\r\n\r\nimport\r\n--b--\r\n"
            let byForm = try await house.api().post("/customers", form, type: "multipart/form-data; boundary=b")
            #expect(byForm.status == 422, "\(byForm.text)")
            #expect(byForm.text.contains("2 customers with 3 billing periods."))
            #expect(byForm.text.contains("<strong>Row 3</strong>"))
            #expect(
                try await customers(of: house) == [
                    ["c1", "Paper, Pine & Co", "de", "5900"], ["c3", "Three", "en", "900"],
                ])

            // While the server runs, and with the same end.
            let imported = try await Program.run(arguments)
            #expect(imported.status == 1, "\(imported.errors)")
            #expect(try await customers(of: house).count == 2)
        }
    }

    @Test("A file that is none is refused with its remedy, and nothing is taken")
    func refused() async throws {
        let house = try Installation()
        let path = try house.folder.write("id;name;mail\nc1;One;one@customer.example\n", to: "customers.csv")
        let refused = try await Program.run(
            "customers", "import", path, "--policy", house.policy, "--data", house.data)
        #expect(refused.status == 1)
        #expect(refused.errors.contains("lacks id, name, mail"), "\(refused.errors)")
        let missing = try await Program.run(
            "customers", "import", house.folder / "none.csv", "--policy", house.policy, "--data", house.data)
        #expect(missing.status == 66)
        #expect(missing.errors.contains("none.csv cannot be read"))
    }

    private func customers(of house: Installation) async throws -> [[String]] {
        try await Stored.rows("SELECT id, name, language, period_price FROM customers ORDER BY id", in: house.data)
    }
}

@testable import OnRecord
import Testing

@Suite("The directory")
struct DirectoryPromises {
    @Test("A customer saved again is the same customer with today's address", arguments: StoreEngine.allCases)
    func customers(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.save([Cast.customer(2), Cast.customer(1)])
            try store.save([Cast.customer(1, mail: "new@customer.example")])
            #expect(try store.customer("c1") == Cast.customer(1, mail: "new@customer.example"))
            #expect(try store.customer("c3") == nil)
            #expect(try store.customerIDs() == ["c1", "c2"])
        }
    }

    @Test(
        "What is known of a customer comes back, language, place and billing id among it",
        arguments: StoreEngine.allCases)
    func details(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            var customer = Cast.customer(1)
            (customer.language, customer.place, customer.billingID) = ("de-AT", "AT", "cus_1")
            try store.save([customer, Cast.customer(2)])
            #expect(try store.customer("c1") == customer)
            #expect(try store.customer("c2")?.language == "en")
            try store.save([Cast.customer(1)])
            #expect(try store.customer("c1") == Cast.customer(1))
        }
    }

    @Test("Of many ids the customers are told from strangers, in the order asked for", arguments: StoreEngine.allCases)
    func among(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.save((1...3).map { Cast.customer($0) })
            #expect(try store.customerIDs(among: ["c3", "nobody", "c1"]) == ["c3", "c1"])
            #expect(try store.customerIDs(among: []).isEmpty)
        }
    }

    @Test("The customers of an audience are those frozen in it", arguments: StoreEngine.allCases)
    func audience(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.save((1...3).map { Cast.customer($0) })
            // The customer c9 is not in the directory, and the token c2 only looks like a customer.
            try store.step {
                $0.audiences = [Audience(id: "scope-1", customers: ["c3", "c1", "c9"], tokens: ["c2"])]
            }
            #expect(try store.customers(in: "scope-1") == [Cast.customer(1), Cast.customer(3)])
            #expect(try store.customers(in: "scope-2").isEmpty)
        }
    }

    @Test(
        "An audience reads back with its members by id, even those the directory has lost",
        arguments: StoreEngine.allCases)
    func members(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            let nobody = Audience(id: "scope-2", customers: [], tokens: [])
            try store.step {
                $0.audiences = [Audience(id: "scope-1", customers: ["c3", "c1"], tokens: ["t2", "t1"]), nobody]
            }
            #expect(
                try store.audience("scope-1")
                    == Audience(id: "scope-1", customers: ["c1", "c3"], tokens: ["t1", "t2"]))
            #expect(try store.audience("scope-2") == nobody)
            #expect(try store.audience("scope-3") == nil)
        }
    }

    @Test("A token is found by its secret's hash, and by nothing like it", arguments: StoreEngine.allCases)
    func secrets(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.insert(Cast.token(1), secretHash: TokenSecret.hash("ort_one"))
            #expect(try store.token(withSecretHash: TokenSecret.hash("ort_one")) == Cast.token(1))
            #expect(try store.token(withSecretHash: TokenSecret.hash("ort_two")) == nil)
        }
    }

    @Test("A token whose id or secret is taken is refused", arguments: StoreEngine.allCases)
    func conflicts(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            try store.insert(Cast.token(1), secretHash: "one")
            #expect(throws: StoreError.conflict("t1")) { try store.insert(Cast.token(1, of: 2), secretHash: "two") }
            #expect(throws: StoreError.conflict("t2")) { try store.insert(Cast.token(2), secretHash: "one") }
            #expect(try store.token(withSecretHash: "one") == Cast.token(1))
            #expect(try store.token(withSecretHash: "two") == nil)
        }
    }

    @Test(
        "Tokens are found by ids in the order asked for, and by customer in the order of minting",
        arguments: StoreEngine.allCases)
    func tokens(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            for number in [2, 1, 10] { try store.insert(Cast.token(number), secretHash: "hash \(number)") }
            try store.insert(Cast.token(3, of: 2), secretHash: "hash 3")
            #expect(try store.tokens(["t10", "unknown", "t3", "t2"]).map(\.id) == ["t10", "t3", "t2"])
            #expect(try store.tokens(of: "c1").map(\.id) == ["t1", "t2", "t10"])
            #expect(try store.tokens([]).isEmpty)
        }
    }

    @Test("A token revoked twice keeps the moment of its first revocation", arguments: StoreEngine.allCases)
    func revocation(engine: StoreEngine) throws {
        try engine.withEmptyStore { store in
            for number in 1...3 { try store.insert(Cast.token(number), secretHash: "hash \(number)") }
            try store.revoke(["t1"], at: Cast.later(10))
            try store.revoke(["t1", "t2", "unknown"], at: Cast.later(20))
            #expect(try store.tokens(["t1", "t2", "t3"]).map(\.revokedAt) == [Cast.later(10), Cast.later(20), nil])
        }
    }
}

import Crypto
import Foundation
import Sessions
import Testing

@testable import CollectProtocol

@Suite("The ticket")
struct TicketTests {
    private let issued = Timestamp(milliseconds: 1_774_382_400_123)
    private let sealer = TicketSealer(masterKey: MasterKey(bytes: Array(1...32))!)

    private var ticket: Ticket {
        Ticket(
            session: SessionID(high: 1, low: 2), key: KeyID(high: 3, low: 4), batchKey: BatchKey(bytes: Array(65...96)),
            issuedAt: issued)
    }

    private func outcome(
        _ sealed: [UInt8], by sealer: TicketSealer? = nil, at moment: Timestamp? = nil
    ) -> Result<Ticket, CollectRefusal> {
        Result { () throws(CollectRefusal) in
            let ticket = try (sealer ?? self.sealer).open(sealed)
            try ticket.check(at: moment ?? issued)
            return ticket
        }
    }

    @Test("carries session, key, batch key and both times, to any node with the master key and after any restart")
    func roundTrip() {
        let sealed = sealer.seal(ticket)
        #expect(sealed.count == TicketSealer.sealedLength)
        let other = TicketSealer(masterKey: MasterKey(bytes: Array(1...32))!)
        #expect(outcome(sealed, by: other) == .success(ticket))
        #expect(outcome(Array(([9, 9] + sealed)[2...])) == .success(ticket))
    }

    @Test(
        "carries the client's address, whatever its version, or none",
        arguments: [[], [203, 0, 113, 7], Array(32...47)] as [[UInt8]])
    func address(address: [UInt8]) {
        var with = ticket
        with.address = address
        let sealed = sealer.seal(with)
        #expect(sealed.count == TicketSealer.sealedLength)
        #expect(outcome(sealed) == .success(with))
    }

    @Test("takes nothing for an address that is none", arguments: [1, 3, 5, 15, 17, 300])
    func noAddress(length: Int) {
        let made = Ticket(
            session: ticket.session, key: ticket.key, batchKey: ticket.batchKey, issuedAt: issued,
            address: Array(repeating: 7, count: length))
        #expect(made.address.isEmpty)
        #expect(outcome(sealer.seal(made)) == .success(made))
    }

    @Test("of version 1, which had no address, works on")
    func versionOne() throws {
        let key = MasterKey(bytes: Array(1...32))!.derivedKey(for: "collect ticket v1")
        var plaintext = Data((ticket.session.text + ticket.key.text).utf8) + Data(65...96)
        for moment in [ticket.issuedAt, ticket.expiresAt] {
            withUnsafeBytes(of: moment.milliseconds.bigEndian) { plaintext.append(contentsOf: $0) }
        }
        let box = try AES.GCM.seal(plaintext, using: key, authenticating: [1] as [UInt8])
        let sealed = [1] + Array(try #require(box.combined))
        #expect(outcome(sealed) == .success(ticket))
        #expect(outcome([2] + sealed.dropFirst()) == .failure(.ticketInvalid))
    }

    @Test("of a moment before 1970 is carried too")
    func negative() {
        var early = ticket
        early.issuedAt = Timestamp(milliseconds: -5)
        early.expiresAt = Timestamp(milliseconds: -1)
        #expect(outcome(sealer.seal(early), at: Timestamp(milliseconds: -2)) == .success(early))
    }

    @Test("works for two hours, to the millisecond")
    func expiry() {
        let sealed = sealer.seal(ticket)
        let end = Timestamp(milliseconds: issued.milliseconds + 7_200_000)
        #expect(ticket.expiresAt == end)
        #expect(outcome(sealed, at: Timestamp(milliseconds: end.milliseconds - 1)) == .success(ticket))
        #expect(outcome(sealed, at: end) == .failure(.ticketExpired))
        #expect(outcome(sealed, at: end + .seconds(1_000_000)) == .failure(.ticketExpired))
    }

    @Test("is another one each time, and nothing in it can be read")
    func opaque() {
        let sealed = (0..<2).map { _ in sealer.seal(ticket) }
        #expect(sealed[0][1..<13] != sealed[1][1..<13])
        #expect(sealed[0][13...] != sealed[1][13...])
        for readable in [Array("sid_".utf8), Array("key_".utf8), Array(65...96)] {
            #expect(!sealed[0].contains(readable))
        }
    }

    @Test("with any bit flipped is invalid, in time or not")
    func flipped() {
        let sealed = sealer.seal(ticket)
        for bit in 0..<sealed.count * 8 {
            var changed = sealed
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(outcome(changed) == .failure(.ticketInvalid), "bit \(bit)")
            #expect(outcome(changed, at: issued + .seconds(9000)) == .failure(.ticketInvalid), "bit \(bit), late")
        }
    }

    @Test("of another length is invalid")
    func lengths() {
        let sealed = sealer.seal(ticket)
        for length in 0..<sealed.count {
            #expect(outcome(Array(sealed[..<length])) == .failure(.ticketInvalid), "\(length)")
        }
        #expect(outcome(sealed + [0]) == .failure(.ticketInvalid))
        #expect(outcome(Array(repeating: 1, count: 65_536)) == .failure(.ticketInvalid))
    }

    @Test("of another installation is invalid, even when its time is over")
    func otherMasterKey() {
        let other = TicketSealer(masterKey: MasterKey(bytes: Array(2...33))!)
        for moment in [issued, issued + .seconds(9000)] {
            #expect(outcome(sealer.seal(ticket), by: other, at: moment) == .failure(.ticketInvalid))
        }
    }
}

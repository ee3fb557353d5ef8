import Testing

@testable import ZeroMQ

/// An actor that does nothing but live on a loop.
private actor Resident {
    private let loop: PollLoop
    private var count = 0
    private var socket: Socket?

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(on loop: PollLoop) { self.loop = loop }

    func increment() -> Int {
        precondition(loop.isCurrent)
        count += 1
        return count
    }

    func enter() { assumeIsolated { $0.count += 1 } }

    nonisolated func trespass() { assumeIsolated { $0.count += 1 } }

    func schedule(after delay: Duration, _ handler: @escaping @Sendable () -> Void) -> TimerID {
        loop.schedule(after: delay, handler: handler)
    }

    func schedule(every interval: Duration, _ handler: @escaping @Sendable () -> Void) -> TimerID {
        loop.schedule(every: interval, handler: handler)
    }

    func cancel(_ timer: TimerID) { loop.cancel(timer) }

    func take(_ socket: consuming sending Socket, _ handler: @escaping @Sendable (Received) -> Void) {
        loop.watch(socket) { [weak self] _ in
            self?.assumeIsolated { me in
                guard let received = try? me.socket?.tryReceive() else { return }
                handler(received)
            }
        }
        self.socket = consume socket
    }

    func dropSocket() { socket = nil }
}

@Suite("The poll loop", .timeLimit(.minutes(2)))
struct PollLoopTests {
    @Test("an actor on a loop runs on its thread, through thousands of hops")
    func hops() async {
        let loop = PollLoop(name: "hops")
        defer { loop.stop() }
        let resident = Resident(on: loop)
        var last = 0
        for _ in 0..<3000 { last = await resident.increment() }
        #expect(last == 3000)
        #expect(!loop.isCurrent)
        await resident.enter()
        #expect(await resident.increment() == 3002)
    }

    @Test("calls from many tasks at once are each done once")
    func manyTasks() async {
        let loop = PollLoop(name: "tasks")
        defer { loop.stop() }
        let resident = Resident(on: loop)
        await withTaskGroup { group in
            for _ in 0..<50 {
                group.addTask { for _ in 0..<100 { _ = await resident.increment() } }
            }
        }
        #expect(await resident.increment() == 5001)
    }

    @Test("whoever enters the actor from another thread ends the process")
    func trespass() async {
        await #expect(processExitsWith: .failure) {
            Resident(on: PollLoop(name: "trespass")).trespass()
        }
    }

    @Test("watching from another thread ends the process")
    func foreignWatch() async {
        await #expect(processExitsWith: .failure) {
            let socket = try Socket(.pull, context: try Context())
            PollLoop(name: "foreign").watch(socket) { _ in }
        }
    }

    @Test("timers run in order of time, and in order of making at the same time")
    func timerOrder() async {
        let loop = PollLoop(name: "timers")
        defer { loop.stop() }
        let seen = Recorder<Int>()
        loop.perform {
            loop.schedule(after: .milliseconds(30)) { seen.add(3) }
            loop.schedule(after: .milliseconds(10)) { seen.add(1) }
            loop.schedule(after: .milliseconds(20)) { seen.add(2) }
            loop.schedule(after: .zero) { seen.add(0) }
        }
        #expect(await seen.wait { $0.count == 4 })
        #expect(seen.all == [0, 1, 2, 3])
    }

    @Test("a timer is never early, repeats when told to, and ends when cancelled")
    func timerRepeat() async throws {
        let loop = PollLoop(name: "timers")
        defer { loop.stop() }
        let resident = Resident(on: loop)
        let seen = Recorder<ContinuousClock.Instant>()
        let start = ContinuousClock.now
        let timer = await resident.schedule(every: .milliseconds(10)) { seen.add(.now) }
        let never = await resident.schedule(after: .milliseconds(40)) { Issue.record("it was cancelled") }
        await resident.cancel(never)
        #expect(await seen.wait { $0.count >= 5 })
        await resident.cancel(timer)
        let count = seen.all.count
        try await Task.sleep(for: .milliseconds(60))
        #expect(seen.all.count == count)
        for (index, instant) in seen.all.enumerated() {
            #expect(instant - start >= .milliseconds(10) * (index + 1))
        }
    }

    @Test("a timer may cancel itself, and others that are due with it")
    func timerCancelsOthers() async {
        let loop = PollLoop(name: "timers")
        defer { loop.stop() }
        let seen = Recorder<String>()
        loop.perform {
            var other: TimerID?
            var own: TimerID?
            own = loop.schedule(every: .milliseconds(1)) {
                seen.add("first")
                if let own { loop.cancel(own) }
                if let other { loop.cancel(other) }
                loop.schedule(after: .milliseconds(5)) { seen.add("last") }
            }
            other = loop.schedule(after: .milliseconds(1)) { seen.add("cancelled") }
        }
        #expect(await seen.wait { $0.contains("last") })
        #expect(seen.all == ["first", "last"])
    }

    @Test("a timer list survives many timers", arguments: [2000])
    func manyTimers(count: Int) {
        var timers = TimerList()
        let start = ContinuousClock.now
        for number in 0..<count {
            _ = timers.add(at: start + .milliseconds((number * 7919) % count), every: nil) {}
        }
        var deadlines: [ContinuousClock.Instant] = []
        while let entry = timers.takeDue(at: start + .seconds(60)) { deadlines.append(entry.deadline) }
        #expect(deadlines.count == count)
        #expect(deadlines == deadlines.sorted())
    }

    @Test("a timer that was held up runs once, not once for each time it missed")
    func missedTimes() {
        var timers = TimerList()
        let start = ContinuousClock.now
        _ = timers.add(at: start + .milliseconds(10), every: .milliseconds(10)) {}
        let late = start + .milliseconds(95)
        #expect(timers.takeDue(at: late) != nil)
        #expect(timers.takeDue(at: late) == nil)
        #expect(timers.nextDeadline == late + .milliseconds(10))
    }

    @Test("stopping waits for what was under way")
    func stopJoins() {
        let loop = PollLoop(name: "stop")
        let done = Recorder<Int>()
        for number in 0..<100 { loop.perform { done.add(number) } }
        loop.stop()
        #expect(done.all == Array(0..<100))
        loop.stop()
    }

    @Test("stopping from within, and stopping a loop that waits for nothing, ends at once")
    func stopFromWithin() async {
        let loop = PollLoop(name: "stop")
        let seen = Recorder<Bool>()
        loop.perform {
            loop.stop()
            seen.add(true)
        }
        #expect(await seen.wait { !$0.isEmpty })
        PollLoop(name: "idle").stop()
    }

    @Test("an actor whose loop has stopped still answers, one call after the other")
    func afterStop() async {
        let loop = PollLoop(name: "after")
        let resident = Resident(on: loop)
        _ = await resident.increment()
        loop.stop()
        await withTaskGroup { group in
            for _ in 0..<20 { group.addTask { for _ in 0..<20 { _ = await resident.increment() } } }
        }
        #expect(await resident.increment() == 402)
    }

    @Test("a loop that was stopped goes when nobody holds it, and so does its context")
    func released() async throws {
        weak var loop: PollLoop?
        weak var context: Context?
        do {
            let (liveLoop, liveContext) = (PollLoop(name: "released"), try Context())
            (loop, context) = (liveLoop, liveContext)
            let echo = Echo(loop: liveLoop, socket: try Socket(.pair, context: liveContext))
            await echo.start()
            liveLoop.stop()
        }
        let deadline = ContinuousClock.now + patience
        while loop != nil || context != nil, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(2))
        }
        #expect(loop == nil)
        #expect(context == nil)
    }

    @Test("a watched socket whose owner goes is closed by the loop, at any moment")
    func ownerGoes() async throws {
        let context = try Context()
        let loop = PollLoop(name: "owners")
        defer { loop.stop() }
        for round in 0..<200 {
            let endpoint = "inproc://owner-\(round)"
            let receiver = try Socket(.pull, context: context)
            try receiver.bind(endpoint)
            let sender = try Socket(.push, context: context)
            try sender.connect(endpoint)
            let resident = Resident(on: loop)
            let seen = Recorder<Received>()
            await resident.take(receiver) { seen.add($0) }
            try sender.send([[1]])
            if round % 2 == 0 { #expect(await seen.wait { !$0.isEmpty }) }
            if round % 3 == 0 { await resident.dropSocket() }
        }
        #expect(await Resident(on: loop).increment() == 1)
    }

    @Test("handlers may watch and unwatch other sockets while they are called")
    func rewatching() async throws {
        let context = try Context()
        let loop = PollLoop(name: "rewatch")
        defer { loop.stop() }
        let seen = Recorder<String>()
        loop.perform {
            do {
                let pairs = try Pairs(context: context)
                loop.watch(pairs.left) { _ in
                    seen.add("left")
                    loop.unwatch(pairs.right)
                    loop.watch(pairs.left, for: .writable) { _ in
                        seen.add("writable")
                        loop.unwatch(pairs.left)
                        loop.unwatch(pairs.left)
                    }
                }
                loop.watch(pairs.right) { _ in seen.add("right") }
                try pairs.tell()
            } catch {
                Issue.record(error)
            }
        }
        #expect(await seen.wait { $0.contains("writable") })
        #expect(seen.all == ["left", "writable"])
    }

    @Test("hundreds of sockets are served by one loop")
    func manySockets() async throws {
        let context = try Context()
        let loop = PollLoop(name: "many")
        defer { loop.stop() }
        let seen = Recorder<Received>()
        var residents: [Resident] = []
        for number in 0..<300 {
            let receiver = try Socket(.pull, context: context)
            try receiver.bind("inproc://many-\(number)")
            let resident = Resident(on: loop)
            await resident.take(receiver) { seen.add($0) }
            residents.append(resident)
        }
        for number in 0..<300 {
            let sender = try Socket(.push, context: context)
            try sender.connect("inproc://many-\(number)")
            try sender.send([Frame(bigEndian: UInt64(number))])
        }
        #expect(await seen.wait { $0.count == 300 })
        #expect(Set(seen.all.compactMap { $0.message.number(at: 0) }).count == 300)
    }
}

/// Two receiving sockets that both have a message.
private final class Pairs {
    let left: Socket
    let right: Socket
    private let tellLeft: Socket
    private let tellRight: Socket

    init(context: Context) throws {
        left = try Socket(.pair, context: context)
        right = try Socket(.pair, context: context)
        tellLeft = try Socket(.pair, context: context)
        tellRight = try Socket(.pair, context: context)
        try left.bind("inproc://left")
        try right.bind("inproc://right")
        try tellLeft.connect("inproc://left")
        try tellRight.connect("inproc://right")
    }

    func tell() throws {
        try tellLeft.send([[1]])
        try tellRight.send([[1]])
    }
}

public import SafeguardingModel

extension PublisherSession {
    /// Handles a message from the server.
    public mutating func receive(_ message: GatewayMessage, at now: Instant) -> [Action] {
        lastReceivedAt = now
        switch message {
        case .welcome(let welcome): return begin(welcome)
        case .ack(let number, let credit): return acknowledged(through: number, credit: credit)
        case .refused(let events): return refused(events)
        case .notice(let number, let json): return take(NumberedNotice(number: number, json: json))
        case .ping: return phase == .welcome ? [.send(.pong(sent: next - 1))] : []
        case .pong: return []
        case .fault(let fault): return mend(fault, at: now)
        }
    }

    private mutating func begin(_ welcome: Welcome) -> [Action] {
        guard phase == .greeting else { return [] }
        self.welcome = welcome
        phase = .welcome
        credit = welcome.credit
        let actions = settle(through: welcome.acknowledged)
        next = settled + 1
        return actions + load()
    }

    /// Takes an acknowledgement. It holds for the epoch, on whichever connection it came: settled events stay settled.
    private mutating func acknowledged(through number: UInt64, credit: UInt64) -> [Action] {
        let actions = settle(through: number)
        guard phase == .welcome else { return actions }
        self.credit = credit
        return actions + load()
    }

    private mutating func refused(_ events: [RefusedEvent]) -> [Action] {
        let news = events.filter { $0.sequence > settled }
        return news.last.map { settle(through: $0.sequence, refused: news) } ?? []
    }

    private mutating func settle(through number: UInt64, refused: [RefusedEvent] = []) -> [Action] {
        guard number > settled else { return [] }
        settled = number
        if next <= settled {
            // We sent these before we lost our memory: go on after them.
            next = settled + 1
            giveUpLoading()
        }
        return [.settle(through: number, refused: refused)]
    }

    private mutating func take(_ notice: NumberedNotice) -> [Action] {
        guard notice.number > noticed else {
            return notice.number <= kept ? [.send(.noted(through: kept))] : []
        }
        noticed = notice.number
        return [.keep(notice)]
    }

    /// Notes that notices up to this number are on disk.
    public mutating func kept(noticesThrough number: UInt64) -> [Action] {
        guard number > kept else { return [] }
        kept = number
        return phase == .welcome ? [.send(.noted(through: number))] : []
    }

    private mutating func mend(_ fault: ConnectionError, at now: Instant) -> [Action] {
        switch fault.code.remedy {
        case .greet: return phase == .welcome ? greet(at: now) : []
        case .resend: return rewind(to: fault.number)
        case .awaitCredit:
            credit = min(credit, fault.number - min(1, fault.number))
            return rewind(to: fault.number)
        case .resendLater:
            pausedUntil = now + settings.pause
            return rewind(to: fault.number)
        case .retry: return wait(settings.pause, for: fault, at: now)
        case .askOperator:
            let actions = wait(settings.longPause, for: fault, at: now)
            // The server has less than it acknowledged only if it was restored from an older copy.
            return fault.code == .ahead && fault.number < settled ? [.beginEpoch(after: fault.number)] : actions
        case .answer: return []
        }
    }

    private mutating func rewind(to number: UInt64) -> [Action] {
        guard phase == .welcome, number <= next else { return [] }
        next = max(number, settled + 1)
        giveUpLoading()
        return load()
    }

    private mutating func wait(_ pause: Span, for fault: ConnectionError, at now: Instant) -> [Action] {
        phase = .waiting(fault, until: now + pause)
        giveUpLoading()
        return []
    }
}

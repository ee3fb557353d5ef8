import SafeguardingModel

extension Hello {
    var frames: [[UInt8]] {
        let json: JSONValue = ["software": .string(software), "notices": .bool(takesNotices)]
        return [Command.hello.frame, version.frame, epoch.frame, settled.frame, json.bytes]
    }

    init(from reader: inout FrameReader) throws(MalformedMessageError) {
        version = try reader.number("protocol version")
        epoch = try reader.number("epoch")
        settled = try reader.number("settled")
        let json = try reader.json("JSON")
        software = String((json["software"]?.string ?? "").prefix(100))
        takesNotices = json["notices"]?.bool ?? false
    }
}

extension Welcome {
    var json: JSONValue {
        [
            "protocol": .count(version), "agency": .string(agency.rawValue), "sector": .string(sector.rawValue),
            "acknowledged": .count(acknowledged), "credit": .count(credit),
            "maximumEventBytes": .integer(Int64(maximumEventBytes)),
            "eventsPerMessage": .integer(Int64(eventsPerMessage)),
            "heartbeatSeconds": .seconds(heartbeat),
        ]
    }

    init(_ json: JSONValue) throws(MalformedMessageError) {
        self.init(
            version: try json.count("protocol"),
            agency: AgencyName(rawValue: try json.string("agency")),
            sector: Sector(rawValue: try json.string("sector")),
            acknowledged: try json.count("acknowledged"),
            credit: try json.count("credit"),
            maximumEventBytes: Int(clamping: try json.count("maximumEventBytes")),
            eventsPerMessage: Int(clamping: try json.count("eventsPerMessage")),
            heartbeat: try json.seconds("heartbeatSeconds")
        )
    }
}

extension FeedWelcome {
    var json: JSONValue {
        [
            "protocol": .count(version), "name": .string(name), "role": .string(role.rawValue),
            "position": .integer(position.number), "heartbeatSeconds": .seconds(heartbeat),
        ]
    }

    init(_ json: JSONValue) throws(MalformedMessageError) {
        guard let role = KeyRole(rawValue: try json.string("role")) else {
            throw MalformedMessageError("WELCOME names an unknown role")
        }
        self.init(
            version: try json.count("protocol"),
            name: try json.string("name"),
            role: role,
            position: Position(try json.count("position")),
            heartbeat: try json.seconds("heartbeatSeconds")
        )
    }
}

extension JSONValue {
    fileprivate static func count(_ value: UInt64) -> JSONValue { .integer(Int64(clamping: value)) }

    /// Writes whole seconds as people do; fractions are for tests and impatient networks.
    fileprivate static func seconds(_ span: Span) -> JSONValue {
        let isWhole = span.milliseconds % 1000 == 0
        return isWhole ? .integer(span.milliseconds / 1000) : .number(Double(span.milliseconds) / 1000)
    }

    fileprivate func string(_ name: String) throws(MalformedMessageError) -> String {
        guard let text = self[name]?.string else { throw MalformedMessageError("WELCOME has no text called \(name)") }
        return text
    }

    fileprivate func count(_ name: String) throws(MalformedMessageError) -> UInt64 {
        guard let number = self[name]?.integer, number >= 0 else {
            throw MalformedMessageError("WELCOME has no number called \(name)")
        }
        return UInt64(number)
    }

    fileprivate func seconds(_ name: String) throws(MalformedMessageError) -> Span {
        let value: Double? =
            switch self[name] {
            case .integer(let seconds): Double(seconds)
            case .number(let seconds): seconds
            default: nil
            }
        guard let value, (0.01...3600).contains(value) else {
            throw MalformedMessageError("WELCOME needs \(name) between 0.01 and 3600")
        }
        return .milliseconds(Int64(value * 1000))
    }
}

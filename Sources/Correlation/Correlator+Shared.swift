import RuleEngine
import SafeguardingModel

/// A person, a place or a thing: all keys by which it is recognised, in the real world or in the exercises'.
struct SharedComponent: Sendable {
    var keys: [Int32]
    var isExercise: Bool
}

extension Correlator {
    /// Returns the key of the home or school that reports an absence; nil for other agencies and other facts.
    func meeting(of line: ChronologyFact) -> LinkKey? {
        guard !rules.shared.isEmpty, line.record != .max, line.kind == .missingReported || line.kind == .missingFound
        else { return nil }
        let agency = directory.agencies[Int(line.agency)]
        switch agency.sector {
        case .residential, .education: return .meeting(at: agency.name)
        default: return nil
        }
    }

    /// Notes the keys whose findings a fact may change; called before and after a fact is removed, as it may hold keys
    /// together.
    mutating func touchShared(by line: ChronologyFact, _ meeting: LinkKey?, _ isExercise: Bool) {
        guard !rules.shared.isEmpty else { return }
        let world = isExercise ? 1 : 0
        for key in line.links.lazy.flatMap(\.keys) { touchShared(key, world) }
        if let meeting { touchShared(meeting, world) }
    }

    private mutating func touchShared(_ key: LinkKey, _ world: Int) {
        guard let number = worlds[world].value.number(named: key) else { return }
        let component = worlds[world].value.component(of: number)
        // Most keys are named once, and have no finding.
        let isFound = sharedSubjects[SharedSubject(key: component[0], isExercise: world == 1)] != nil
        guard component.count > 1 || worlds[world].value.isNamedAgain(number) || isFound else { return }
        for key in component { sharedTouched.insert(SharedSubject(key: key, isExercise: world == 1)) }
    }

    /// Notes that a child became known, or is no longer: that matters to the homes and schools from which they went
    /// missing.
    mutating func touchMeetings(of file: Int32) {
        guard !rules.shared.isEmpty else { return }
        let isExercise = files[Int(file)].isExercise
        let lines = files[Int(file)].chronology.lines
        for index in lines.indices where lines[index].flags.contains(.episode) {
            if let meeting = meeting(of: lines[index]) { touchShared(meeting, isExercise ? 1 : 0) }
        }
    }

    /// Notes everything that a child's facts name.
    mutating func touchAllShared(by file: Int32) {
        guard !rules.shared.isEmpty else { return }
        let isExercise = files[Int(file)].isExercise
        for line in files[Int(file)].chronology.lines {
            let meeting = meeting(of: line)
            if line.flags.contains(.linked) || meeting != nil { touchShared(by: line, meeting, isExercise) }
        }
    }

    /// Judges the noted keys, with all keys joined to them.
    mutating func judgeShared(because cause: Cause) {
        guard !sharedTouched.isEmpty else { return }
        let touched = sharedTouched
        sharedTouched = []
        for isExercise in [false, true] {
            let keys = touched.filter { $0.isExercise == isExercise }.map(\.key).sorted()
            if !keys.isEmpty { judgeShared(keys, isExercise, because: cause) }
        }
    }

    private mutating func judgeShared(_ touched: [Int32], _ isExercise: Bool, because cause: Cause) {
        var left = Set(touched)
        while let first = left.min() {
            // Components that fell apart are judged together, so that the alerts of the whole find their halves.
            let components = components(around: first, left, isExercise)
            let all = components.reduce(into: Set<Int32>()) { $0.formUnion($1) }
            left.subtract(all.union([first]))
            judge(components, all.sorted(), isExercise, because: cause)
        }
    }

    /// Returns the components of all touched keys that an alert may have held together: in practice those of one fact.
    private func components(around first: Int32, _ touched: Set<Int32>, _ isExercise: Bool) -> [[Int32]] {
        let world = isExercise ? 1 : 0
        var components: [[Int32]] = []
        var seen: Set<Int32> = []
        for key in [first] + (sharedSubjects.isEmpty ? [] : touched.sorted()) where !seen.contains(key) {
            let component = worlds[world].value.component(of: key)
            seen.formUnion(component)
            components.append(component)
        }
        return components
    }

    private mutating func judge(_ components: [[Int32]], _ keys: [Int32], _ isExercise: Bool, because cause: Cause) {
        let old = keys.compactMap { sharedSubjects[SharedSubject(key: $0, isExercise: isExercise)] }
        var looks: [(name: SharedSubject, look: EvaluationContext)] = []
        for component in components
        where (!old.isEmpty || isWorthLooking(component, isExercise)) && mayBeFound(component, isExercise) {
            let name = SharedSubject(key: component[0], isExercise: isExercise)
            looks.append((name, look(at: name, now)))
        }
        guard !looks.isEmpty || !old.isEmpty else { return }
        for place in rules.shared {
            var findings: [Finding] = []
            for number in looks.indices {
                let (found, wake) = Evaluator.findings(rules.rules[place], &looks[number].look)
                findings += found
                let isOpen = sharedSubjects[looks[number].name] != nil
                if isOpen || !found.isEmpty || wake != nil { openFile(looks[number].name, wake, place) }
            }
            let alerts = alerts(of: old, rule: place)
            if findings.isEmpty && alerts.isEmpty { continue }
            reconcile(findings, alerts, rules.rules[place], cause, isExercise: isExercise)
        }
    }

    /// Returns whether any rule may have a finding about a component.
    private func mayBeFound(_ component: [Int32], _ isExercise: Bool) -> Bool {
        let world = isExercise ? 1 : 0
        let isMeeting = component.contains { worlds[world].value.key($0).isMeeting }
        let isOfConcern = component.contains { worlds[world].value.isOfConcern($0) }
        var glance = KeySummary(isMeeting: isMeeting, keys: component.count, isOfConcern: isOfConcern)
        for number in component {
            for touch in worlds[world].value.touches(ofNumber: number) {
                // A key that too many children share identifies nobody, whatever else is said of it.
                if !isMeeting, !isOfConcern, component.count == 1, glance.children > rules.mostSharing { break }
                glance.add(touch, child: touch.record == .max ? nil : childOfRecord[Int(touch.record)], directory)
            }
        }
        return rules.shared.contains { rules.rules[$0].mayHold(glance, directory) }
    }

    /// Returns whether at least two facts name a component, and it is not shared by too many.
    private func isWorthLooking(_ component: [Int32], _ isExercise: Bool) -> Bool {
        let world = isExercise ? 1 : 0
        let isEverybodys = component.contains {
            worlds[world].value.isEverybodys($0) && !worlds[world].value.isOfConcern($0)
        }
        if isEverybodys { return false }
        guard component.count > 1 else { return worlds[world].value.isNamedAgain(component[0]) }
        var first: Int64?
        for key in component {
            for touch in worlds[world].value.touches(ofNumber: key) {
                if let first, first != touch.position { return true }
                first = touch.position
            }
        }
        return false
    }

    private mutating func openFile(_ name: SharedSubject, _ wake: Instant?, _ rule: Int) {
        let file = sharedSubjects[name] ?? Int32(files.count)
        if Int(file) == files.count {
            files.append(SubjectState(name))
            sharedSubjects[name] = file
        }
        setWake(wake, rule: rule, file: file)
    }

    /// Returns the file of the component to which a finding's subject belongs.
    func sharedFile(of finding: Finding, isExercise: Bool) -> Int32? {
        let key: LinkKey
        switch finding.subject {
        case .person(let named), .place(let named): key = named
        case .child: return nil
        }
        let world = worlds[isExercise ? 1 : 0]
        guard let number = world.value.number(named: key) else { return nil }
        return sharedSubjects[SharedSubject(key: world.value.component(of: number)[0], isExercise: isExercise)]
    }

    /// Returns the files of the subjects that a fact names.
    func sharedSubjects(around line: ChronologyFact, _ isExercise: Bool) -> [Int32] {
        guard !sharedSubjects.isEmpty else { return [] }
        let world = worlds[isExercise ? 1 : 0]
        let keys = line.links.flatMap(\.keys) + [meeting(of: line)].compactMap(\.self)
        let numbers = keys.compactMap(world.value.number(named:)).flatMap(world.value.component(of:))
        return Set(numbers).sorted().compactMap { sharedSubjects[SharedSubject(key: $0, isExercise: isExercise)] }
    }

    /// Judges everything that more than one fact names: for new rules.
    mutating func judgeEverythingShared(because cause: Cause) {
        for name in sharedSubjects.keys { sharedTouched.insert(name) }
        for component in sharedComponents() {
            for key in component.keys {
                sharedTouched.insert(SharedSubject(key: key, isExercise: component.isExercise))
            }
        }
        judgeShared(because: cause)
    }

    /// Returns everything that at least two facts name, sorted.
    func sharedComponents() -> [SharedComponent] {
        guard !rules.shared.isEmpty else { return [] }
        var components: [SharedComponent] = []
        for isExercise in [false, true] {
            let world = worlds[isExercise ? 1 : 0]
            for key in 0..<Int32(world.value.keyCount) {
                let component = world.value.component(of: key)
                guard component[0] == key, isWorthLooking(component, isExercise) else { continue }
                components.append(SharedComponent(keys: component, isExercise: isExercise))
            }
        }
        return components
    }

    /// Returns all facts that name a subject, of any child, and those about adults alone.
    func lines(of name: SharedSubject) -> [ChronologyFact] {
        let world = worlds[name.isExercise ? 1 : 0]
        var seen: Set<Int64> = []
        var lines: [ChronologyFact] = []
        for touch in world.value.component(of: name.key).flatMap({ world.value.touches(ofNumber: $0) })
        where seen.insert(touch.position).inserted {
            if let line = line(of: touch, isExercise: name.isExercise) { lines.append(line) }
        }
        return lines.sorted(by: ChronologyFact.isBefore)
    }

    func look(at name: SharedSubject, _ instant: Instant) -> EvaluationContext {
        let world = worlds[name.isExercise ? 1 : 0]
        let keys = world.value.component(of: name.key).map(world.value.key)
        var chronology = Chronology()
        var children: [UInt32: Int32] = [:]
        var nameable: Set<LinkKey> = []
        for line in lines(of: name) where isAboutChildhood(line) {
            chronology.insert(line)
            if line.record != .max { children[line.record] = childOfRecord[Int(line.record)] }
            if !line.flags.contains(.restricted) { nameable.formUnion(line.links.flatMap(\.keys)) }
        }
        let files = Set(children.values).sorted().map { (child: $0, chronology: self.files[Int($0)].chronology) }
        return EvaluationContext(
            chronology,
            subject: Subject(shared: keys, nameable: nameable),
            people: world,
            directory: heldDirectory,
            rules: rules,
            now: instant,
            childOfRecord: childOfRecord,
            ownChild: -1,
            sharing: Sharing(
                keys: keys,
                children: children,
                chronologies: files,
                people: world.value,
                lines: chronology.lines
            )
        )
    }

    /// Returns whether a fact lies before its child's eighteenth birthday; later ones do not count, as in the child's
    /// own chronology.
    private func isAboutChildhood(_ line: ChronologyFact) -> Bool {
        guard line.record != .max else { return true }
        let file = Int(childOfRecord[Int(line.record)])
        return files[file].chronology.born == nil || line.at < files[file].chronology.adulthood(rules.zone)
    }

    private func line(of touch: KeyMention, isExercise: Bool) -> ChronologyFact? {
        if touch.record == .max { return worlds[isExercise ? 1 : 0].value.adultLine(at: touch.position) }
        let file = Int(childOfRecord[Int(touch.record)])
        return files[file].chronology.line(at: touch.at, position: touch.position)
    }
}

extension EventKind {
    /// Whether an event of this kind may make a child known to the CSE system, or end that.
    var makesKnown: Bool {
        switch self {
        case .referralMade, .panelListed, .statusStarted, .statusEnded: true
        default: false
        }
    }
}

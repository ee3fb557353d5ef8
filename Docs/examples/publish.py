#!/usr/bin/env python3
"""Publishes events to a referral bus: a complete client, written from Docs/protocol.md alone.

    pip install pyzmq
    publish.py --endpoint tcp://127.0.0.1:7400 --server-key aggregator.pub --key my-agency.key events.jsonl

Each line of the file is one event (Docs/events.md). The outbox lies in a file beside it (--outbox), so that the program can be
stopped or killed at any moment and started again: nothing is lost, and nothing is counted twice.
Exit codes: 0 all accepted, 1 some refused, 2 it did not come to that.
"""
import argparse
import json
import re
import secrets
import sqlite3
import struct
import sys
import time

import zmq

PROTOCOL = 1


def number(value):
    """Every number on the wire: eight bytes, the most significant first."""
    return struct.pack(">Q", value)


def read_number(frame):
    return struct.unpack(">Q", frame)[0]


def key_file(path):
    """Reads `name: ...`, `public: ...`, `secret: ...` lines, quoted or not."""
    with open(path, encoding="utf-8") as file:
        pairs = (re.match(r"(name|public|secret):\s*(.*)", line) for line in file)
        values = {pair[1]: pair[2].strip() for pair in pairs if pair}
    return {name: unquoted(value) for name, value in values.items()}


def unquoted(value):
    if value[:1] == "'":
        return value[1:-1].replace("''", "'")
    return json.loads(value) if value[:1] == '"' else value


class Outbox:
    """Events in the order in which they were put in, under numbers 1, 2, 3 ...; kept on disk until they are settled."""

    def __init__(self, path):
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA synchronous = FULL")
        self.db.execute("CREATE TABLE IF NOT EXISTS state (epoch TEXT, settled INTEGER, notice INTEGER)")
        self.db.execute("CREATE TABLE IF NOT EXISTS event (seq INTEGER PRIMARY KEY, body BLOB, name TEXT UNIQUE)")
        self.db.execute("CREATE TABLE IF NOT EXISTS refused (seq INTEGER PRIMARY KEY, reason TEXT)")
        if not self.db.execute("SELECT 1 FROM state").fetchone():
            # A new outbox is a new line of numbers: its epoch must never have been used before.
            self.db.execute("INSERT INTO state VALUES (?, 0, 0)", [str(secrets.randbits(63) + 1)])

    def put(self, body):
        """Puts an event in, unless one of its name was put in before."""
        event = json.loads(body)
        name = json.dumps([event.get("source"), event.get("id")])
        self.db.execute("INSERT OR IGNORE INTO event (body, name) VALUES (?, ?)", [body, name])

    @property
    def epoch(self):
        return int(self.db.execute("SELECT epoch FROM state").fetchone()[0])

    @property
    def settled(self):
        return self.db.execute("SELECT settled FROM state").fetchone()[0]

    @property
    def last(self):
        return self.db.execute("SELECT coalesce(max(seq), 0) FROM event").fetchone()[0]

    def after(self, seq, limit):
        rows = self.db.execute("SELECT body FROM event WHERE seq > ? ORDER BY seq LIMIT ?", [seq, limit])
        return [bytes(row[0]) for row in rows]

    def settle(self, seq):
        self.db.execute("UPDATE state SET settled = max(settled, ?)", [seq])

    def refuse(self, seq, reason):
        self.db.execute("INSERT OR IGNORE INTO refused VALUES (?, ?)", [seq, reason])


class Publisher:
    """Sends what the outbox holds, and settles it as the aggregator says."""

    def __init__(self, arguments, outbox):
        self.outbox = outbox
        keys, server = key_file(arguments.key), key_file(arguments.server_key)
        self.socket = zmq.Context.instance().socket(zmq.DEALER)
        self.socket.curve_serverkey = server["public"].encode()
        self.socket.curve_publickey = keys["public"].encode()
        self.socket.curve_secretkey = keys["secret"].encode()
        # The outbox is the queue: nothing waits in the library, and no routing id of one's own is set.
        self.socket.linger, self.socket.immediate = 0, 1
        self.socket.connect(arguments.endpoint)
        self.greeted_at = 0.0
        self.welcome = None
        self.sent = 0
        self.credit = 0

    def greet(self):
        self.greeted_at, self.welcome = time.monotonic(), None
        greeting = json.dumps({"software": "publish.py 1.0", "notices": True}).encode()
        self.send(b"HELLO", number(PROTOCOL), number(self.outbox.epoch), number(self.outbox.settled), greeting)

    def send(self, *frames):
        try:
            self.socket.send_multipart(frames, zmq.DONTWAIT)
            return True
        except zmq.Again:
            return False

    def run(self, patience):
        end = time.monotonic() + patience
        self.greet()
        while self.outbox.settled < self.outbox.last:
            if time.monotonic() > end:
                sys.exit(f"gave up after {patience:.0f} s: {self.outbox.last - self.outbox.settled} events not acknowledged")
            if self.socket.poll(200):
                self.hear(self.socket.recv_multipart())
            elif self.welcome is None and time.monotonic() - self.greeted_at > 1:
                self.greet()
            self.fill()

    def fill(self):
        """Sends as far as credit goes."""
        while self.welcome and self.sent < min(self.credit, self.outbox.last):
            limit = min(self.welcome["eventsPerMessage"], self.credit - self.sent)
            bodies = self.outbox.after(self.sent, limit)
            # An event that is larger than the aggregator takes is left out; its number is refused, not the whole message.
            bodies = [b"" if len(body) > self.welcome["maximumEventBytes"] else body for body in bodies]
            bodies = self.fitting(bodies)
            if not self.send(b"EVENT", number(self.sent + 1), *bodies):
                return
            self.sent += len(bodies)

    def fitting(self, bodies):
        """No message may be larger than one event of the largest size."""
        size, count = 0, 0
        for body in bodies:
            size += len(body)
            if count and size > self.welcome["maximumEventBytes"]:
                break
            count += 1
        return bodies[:count]

    def hear(self, frames):
        command, rest = frames[0], frames[1:]
        if command == b"WELCOME":
            self.welcome = json.loads(rest[0])
            self.outbox.settle(self.welcome["acknowledged"])
            self.sent, self.credit = self.welcome["acknowledged"], self.welcome["credit"]
        elif command == b"ACK":
            self.outbox.settle(read_number(rest[0]))
            self.sent = max(self.sent, read_number(rest[0]))
            self.credit = read_number(rest[1])
        elif command == b"REFUSED":
            for seq, reason in zip(rest[0::2], rest[1::2]):
                self.outbox.refuse(read_number(seq), reason.decode())
        elif command == b"NOTICE":
            print("notice:", json.loads(rest[1])["text"])
            self.send(b"NOTED", rest[0])
        elif command == b"PING":
            self.send(b"PONG", number(self.sent))
        elif command == b"FAULT":
            self.fault(rest[0].decode(), read_number(rest[1]), json.loads(rest[2]).get("message", ""))

    def fault(self, code, seq, message):
        if code == "not-welcome":
            self.greet()
        elif code in ("gap", "credit", "unavailable"):
            self.sent = seq - 1
            time.sleep(1 if code == "unavailable" else 0)
        elif code in ("stopping", "busy"):
            self.welcome = None
        else:
            sys.exit(f"{code}: {message}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", help="one event a line")
    parser.add_argument("--endpoint", default="tcp://127.0.0.1:7400")
    parser.add_argument("--server-key", required=True, help="the aggregator's .pub file")
    parser.add_argument("--key", required=True, help="your agency's .key file")
    parser.add_argument("--outbox", help="where the outbox lies (default: EVENTS.outbox)")
    parser.add_argument("--patience", type=float, default=60.0, help="seconds")
    arguments = parser.parse_args()

    outbox = Outbox(arguments.outbox or arguments.events + ".outbox")
    with open(arguments.events, "rb") as file:
        for line in file:
            if line.strip():
                outbox.put(line.strip())
    Publisher(arguments, outbox).run(arguments.patience)

    refused = outbox.db.execute("SELECT seq, reason FROM refused ORDER BY seq").fetchall()
    for seq, reason in refused:
        reason = json.loads(reason)
        print(f"event {seq} refused: {reason['code']} at {reason['path']}: {reason['message']}")
    print(f"{outbox.settled - len(refused)} accepted, {len(refused)} refused")
    sys.exit(1 if refused else 0)


if __name__ == "__main__":
    main()

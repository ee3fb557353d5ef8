#!/usr/bin/env python3
"""Publishes events to a referral bus: a complete client, written from Docs/protocol.md alone.

    pip install pyzmq
    publish.py --endpoint tcp://127.0.0.1:7400 --server-key aggregator.pub --key my-agency.key events.jsonl

Each line of the file is one event (Docs/events.md). The outbox lies in a file beside it (--outbox), so that the program can be
stopped or killed at any moment and started again: nothing is lost, and nothing is counted twice. A file that has grown is
published from where it had ended.
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
import zmq.utils.monitor

PROTOCOL = 1


class Failure(Exception):
    """Something that only a person can mend."""


def number(value):
    """Every number on the wire: eight bytes, the most significant first."""
    return struct.pack(">Q", value)


def read_number(frame):
    return struct.unpack(">Q", frame)[0]


def key_file(path):
    """Reads `name: ...`, `public: ...`, `secret: ...` lines, quoted or not."""
    with open(path, encoding="utf-8") as file:
        pairs = (re.match(r"(name|public|secret):\s*(.*)", line) for line in file)
        return {pair[1]: unquoted(pair[2].strip()) for pair in pairs if pair}


def unquoted(value):
    if value[:1] == "'":
        return value[1:-1].replace("''", "'")
    return json.loads(value) if value[:1] == '"' else value


class Outbox:
    """Events in the order in which they were put in, under numbers 1, 2, 3 ...; kept on disk until they are settled."""

    def __init__(self, path):
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA synchronous = FULL")
        self.db.execute("CREATE TABLE IF NOT EXISTS state (epoch TEXT, settled INTEGER)")
        self.db.execute("CREATE TABLE IF NOT EXISTS event (seq INTEGER PRIMARY KEY, body BLOB, name TEXT UNIQUE)")
        self.db.execute("CREATE TABLE IF NOT EXISTS refused (seq INTEGER PRIMARY KEY, reason TEXT)")
        self.db.execute("CREATE TABLE IF NOT EXISTS notice (number INTEGER PRIMARY KEY, json TEXT)")
        if not self.db.execute("SELECT 1 FROM state").fetchone():
            # A new outbox is a new line of numbers: its epoch must never have been used before.
            self.db.execute("INSERT INTO state VALUES (?, 0)", [str(secrets.randbits(63) + 1)])
        self.epoch = int(self.db.execute("SELECT epoch FROM state").fetchone()[0])
        self.settled = self.db.execute("SELECT settled FROM state").fetchone()[0]

    def put_all(self, lines):
        """Puts events in, except those that were put in before."""
        self.db.execute("BEGIN")
        for line in lines:
            body = line.strip()
            if body:
                self.db.execute("INSERT OR IGNORE INTO event (body, name) VALUES (?, ?)", [body, self.name_of(body)])
        self.db.execute("COMMIT")
        self.last = self.db.execute("SELECT coalesce(max(seq), 0) FROM event").fetchone()[0]

    @staticmethod
    def name_of(body):
        try:
            event = json.loads(body)
            return json.dumps([event["source"], event["id"]])
        except (ValueError, KeyError, TypeError):
            return body.hex()  # No event; the aggregator will say what is wrong with it.

    def after(self, seq, limit):
        rows = self.db.execute("SELECT body FROM event WHERE seq > ? ORDER BY seq LIMIT ?", [seq, limit])
        return [bytes(row[0]) for row in rows]

    def settle(self, seq, refused=()):
        """Writes down, together, how far all is settled and what was refused."""
        self.db.execute("BEGIN")
        self.db.executemany("INSERT OR IGNORE INTO refused VALUES (?, ?)", refused)
        self.settled = max(self.settled, seq)
        self.db.execute("UPDATE state SET settled = ?", [self.settled])
        self.db.execute("COMMIT")

    def keep(self, notice, text):
        self.db.execute("INSERT OR IGNORE INTO notice VALUES (?, ?)", [notice, text])


class Publisher:
    """Sends what the outbox holds, and settles it as the aggregator says."""

    def __init__(self, arguments, outbox):
        self.arguments, self.outbox = arguments, outbox
        self.keys, self.server = key_file(arguments.key), key_file(arguments.server_key)
        self.socket = None
        self.trouble = "nobody answers at that address"
        self.connect()

    def connect(self):
        """Makes a new connection. The library goes on trying by itself, except when the key is denied."""
        if self.socket:
            self.socket.disable_monitor()
            self.socket.close()
        self.socket = zmq.Context.instance().socket(zmq.DEALER)
        self.socket.curve_serverkey = self.server["public"].encode()
        self.socket.curve_publickey = self.keys["public"].encode()
        self.socket.curve_secretkey = self.keys["secret"].encode()
        # The outbox is the queue: nothing waits in the library. No routing id is set: it would prove nothing.
        self.socket.linger, self.socket.immediate = 0, 1
        self.monitor = self.socket.get_monitor_socket()
        self.socket.connect(self.arguments.endpoint)
        self.welcome, self.sent, self.credit = None, 0, 0
        self.heard_at = self.greeted_at = self.spoke_at = time.monotonic()
        self.greet()

    def greet(self):
        self.greeted_at, self.welcome = time.monotonic(), None
        greeting = json.dumps({"software": "publish.py 1.0", "notices": self.arguments.notices}).encode()
        self.send(b"HELLO", number(PROTOCOL), number(self.outbox.epoch), number(self.outbox.settled), greeting)

    def send(self, *frames):
        try:
            self.socket.send_multipart(frames, zmq.DONTWAIT)
        except zmq.Again:
            return False
        self.spoke_at = time.monotonic()
        self.trace(">", frames)
        return True

    def trace(self, direction, frames):
        if self.arguments.trace:
            words = [read_number(f) if len(f) == 8 and f[0] == 0 else f.decode("utf-8", "replace")[:200] for f in frames]
            print(direction, *words, sep="  ", file=sys.stderr)

    def run(self, patience):
        end = time.monotonic() + patience
        while self.outbox.settled < self.outbox.last:
            if time.monotonic() > end:
                waiting = self.outbox.last - self.outbox.settled
                raise Failure(f"gave up after {patience:.0f} s, {waiting} events not acknowledged: {self.trouble}")
            self.socket.poll(200)
            self.hear_all()
            self.watch()
            self.fill()

    def hear_all(self):
        """Takes what is there, and never waits: with its connection a message may go that was announced."""
        while True:
            try:
                frames = self.socket.recv_multipart(zmq.DONTWAIT)
            except zmq.Again:
                return
            self.trace("<", frames)
            self.hear(frames)

    def watch(self):
        """Greets anew when there was no welcome, lets the aggregator hear something, and notices when it is gone."""
        while self.monitor.poll(0):
            self.observe(zmq.utils.monitor.recv_monitor_message(self.monitor, zmq.DONTWAIT)["event"])
        now = time.monotonic()
        if self.welcome is None:
            if now - self.greeted_at > 1:
                self.greet()
        elif now - self.heard_at > 3 * self.welcome["heartbeatSeconds"]:
            self.connect()
        elif now - self.spoke_at > self.welcome["heartbeatSeconds"]:
            self.send(b"PING", number(self.sent))

    def observe(self, event):
        if event == zmq.EVENT_HANDSHAKE_FAILED_AUTH:
            raise Failure("denied: the aggregator does not admit this key; ask its operator to enter it")
        if event in (zmq.EVENT_HANDSHAKE_FAILED_PROTOCOL, zmq.EVENT_HANDSHAKE_FAILED_NO_DETAIL):
            self.trouble = "what answers there is not the aggregator whose key is configured here"
        if event == zmq.EVENT_HANDSHAKE_SUCCEEDED:
            self.trouble = "the aggregator stores no more at this moment"

    def fill(self):
        """Sends as far as credit goes."""
        while self.welcome and self.sent < min(self.credit, self.outbox.last):
            limit = min(self.welcome["eventsPerMessage"], self.credit - self.sent)
            bodies = self.fitting(self.outbox.after(self.sent, limit))
            if not self.send(b"EVENT", number(self.sent + 1), *bodies):
                return
            self.sent += len(bodies)

    def fitting(self, bodies):
        """As many as make a message of moderate size; of an event that is too large only its number is sent."""
        largest = self.welcome["maximumEventBytes"]
        bodies = [b"" if len(body) > largest else body for body in bodies]
        size, count = 0, 0
        for body in bodies:
            size += len(body)
            if count and size > largest:
                break
            count += 1
        return bodies[:count]

    def hear(self, frames):
        self.heard_at = time.monotonic()
        command, rest = frames[0], frames[1:]
        if command == b"WELCOME":
            self.begin(json.loads(rest[0]))
        elif command == b"ACK":
            settled, self.credit = read_number(rest[0]), read_number(rest[1])
            self.outbox.settle(settled)
            self.sent = max(self.sent, settled)
        elif command == b"REFUSED":
            refused = [(read_number(seq), reason.decode()) for seq, reason in zip(rest[0::2], rest[1::2])]
            self.outbox.settle(refused[-1][0], refused)
        elif command == b"NOTICE":
            self.outbox.keep(read_number(rest[0]), rest[1].decode())
            print("notice:", json.loads(rest[1]).get("text", ""))
            self.send(b"NOTED", rest[0])
        elif command == b"PING":
            self.send(b"PONG", number(self.sent))
        elif command == b"FAULT":
            self.mend(rest[0].decode(), read_number(rest[1]), json.loads(rest[2]).get("message", ""))

    def begin(self, welcome):
        if self.arguments.agency and welcome["agency"] != self.arguments.agency:
            raise Failure(f"this is the key of {welcome['agency']}, not of {self.arguments.agency}")
        self.welcome = welcome
        self.outbox.settle(welcome["acknowledged"])
        self.sent, self.credit = self.outbox.settled, welcome["credit"]

    def mend(self, code, seq, message):
        if code == "not-welcome":
            if self.welcome:  # Many messages on their way give many such faults; one greeting answers them.
                self.greet()
        elif code in ("gap", "credit", "unavailable"):
            self.sent = max(seq - 1, self.outbox.settled)
            if code == "credit":
                self.credit = min(self.credit, self.sent)
            time.sleep(1 if code == "unavailable" else 0)
        elif code in ("stopping", "busy"):
            self.welcome, self.greeted_at, self.trouble = None, time.monotonic(), message
        else:
            raise Failure(f"{code}: {message}")


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", help="one event a line")
    parser.add_argument("--endpoint", default="tcp://127.0.0.1:7400")
    parser.add_argument("--server-key", required=True, help="the aggregator's .pub file")
    parser.add_argument("--key", required=True, help="your agency's .key file")
    parser.add_argument("--agency", help="stop if the key belongs to another agency than this")
    parser.add_argument("--outbox", help="where the outbox lies (default: EVENTS.outbox)")
    parser.add_argument("--notices", action="store_true", help="take the agency's notices, too, and keep them in the outbox")
    parser.add_argument("--patience", type=float, default=60.0, help="seconds")
    parser.add_argument("--trace", action="store_true", help="show every message on standard error")
    return parser.parse_args()


def main():
    arguments = parse()
    try:
        outbox = Outbox(arguments.outbox or arguments.events + ".outbox")
        with open(arguments.events, "rb") as file:
            outbox.put_all(file)
        Publisher(arguments, outbox).run(arguments.patience)
    except (Failure, OSError, KeyError, sqlite3.Error, zmq.ZMQError) as failure:
        print(failure, file=sys.stderr)
        return 2

    refused = outbox.db.execute("SELECT seq, reason FROM refused ORDER BY seq").fetchall()
    for seq, reason in refused:
        reason = json.loads(reason)
        print(f"event {seq} refused: {reason['code']} at {reason['path']}: {reason['message']}")
    print(f"{outbox.settled - len(refused)} accepted, {len(refused)} refused")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())

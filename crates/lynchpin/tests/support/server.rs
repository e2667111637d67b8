//! A running `lynchpin serve`, spoken to byte by byte: what a browser would never send can be sent here.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Ends with the test.
pub struct Server {
    child: Child,
    pub port: u16,
}

/// Status, head and body of an answer.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let line = self.head.lines().find(|l| l.to_ascii_lowercase().starts_with(&format!("{name}:")))?;
        Some(line.split_once(':')?.1.trim())
    }
}

impl Server {
    pub fn start(pack: &Path) -> Self {
        let program = assert_cmd::cargo::cargo_bin("lynchpin");
        let mut child = Command::new(program)
            .args(["serve", pack.to_str().unwrap(), "--port", "0", "--no-open"])
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = String::new();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let port = loop {
            let line = lines.next().transpose().unwrap();
            assert!(line.is_some(), "the server ended:\n{said}");
            let line = line.unwrap_or_default();
            if let Some(address) = line.strip_prefix("The map: http://127.0.0.1:") {
                break address.split('/').next().unwrap().parse().unwrap();
            }
            said.push_str(&line);
            said.push('\n');
        };
        // What it says later is read away, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, port }
    }

    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
        stream
    }

    /// Sends these bytes and reads all that comes back.
    pub fn send(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        // A server that has heard enough may close before all is said.
        let _ = stream.write_all(bytes);
        read(&mut stream)
    }

    /// An ordinary question.
    pub fn get(&self, path: &str) -> Answer {
        self.get_with(path, "")
    }

    /// One with further lines in its head.
    pub fn get_with(&self, path: &str, lines: &str) -> Answer {
        self.send(
            format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{lines}\r\n", self.host()).as_bytes(),
        )
    }

    /// The bytes of a sweep's question.
    pub fn sweep(&self, body: &str) -> Vec<u8> {
        format!(
            "POST /api/sweep HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.host(),
            body.len()
        )
        .into_bytes()
    }

    /// Resident memory, MB, and threads; nothing where the system does not tell.
    pub fn size(&self) -> Option<(f64, usize)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let number = |name: &str| {
            let line = status.lines().find(|l| l.starts_with(name))?;
            line.split_whitespace().nth(1)?.parse::<f64>().ok()
        };
        Some((number("VmRSS:")? / 1024.0, number("Threads:")? as usize))
    }

    pub fn is_alive(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads an answer up to its end; status 0 where the connection was closed without one.
pub fn read(stream: &mut TcpStream) -> Answer {
    let mut all = Vec::new();
    let _ = stream.read_to_end(&mut all);
    let split = all.windows(4).position(|w| w == b"\r\n\r\n").map_or(all.len(), |at| at + 4);
    let head = String::from_utf8_lossy(&all[..split]).into_owned();
    let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
    let mut body = all[split..].to_vec();
    if head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
        body = unchunked(&body);
    }
    Answer { status, head, body }
}

fn unchunked(mut bytes: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = bytes.windows(2).position(|w| w == b"\r\n") {
        let length = usize::from_str_radix(std::str::from_utf8(&bytes[..end]).unwrap().trim(), 16).unwrap_or(0);
        let start = end + 2;
        if length == 0 || bytes.len() < start + length {
            break;
        }
        whole.extend_from_slice(&bytes[start..start + length]);
        bytes = &bytes[(start + length + 2).min(bytes.len())..];
    }
    whole
}

//! One connection: reads requests, plays the script, counts.

use std::io;
use std::sync::Arc;

use bytes::{Buf, Bytes, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::script::Script;
use super::{Play, Recorded, Reply};

/// Limits, so that a bug in the client fails a test instead of hanging it.
const MAX_HEAD: usize = 64 * 1024;
const MAX_BODY: usize = 8 * 1024 * 1024;
const MAX_FLOOD: usize = 256 * 1024 * 1024;

/// Whether the connection takes another request.
enum Next {
    Keep,
    Close,
}

/// Serves one connection until either side closes it. Socket errors are ignored:
/// the tests look at the errors of the client.
pub(super) async fn serve(stream: TcpStream, script: Arc<Script>) {
    let _ = stream.set_nodelay(true);
    if script.hangs_up() {
        let _ = stream.set_zero_linger();
        return;
    }
    let mut connection = Connection {
        stream,
        unread: BytesMut::new(),
        script,
    };
    while let Ok(Next::Keep) = connection.exchange().await {}
}

struct Connection {
    stream: TcpStream,
    /// Bytes after the current request.
    unread: BytesMut,
    script: Arc<Script>,
}

impl Connection {
    async fn exchange(&mut self) -> io::Result<Next> {
        if !self.request_begins().await? {
            return Ok(Next::Close);
        }
        let play = self.script.next();
        if let Play::ResetUnread = play {
            self.stream.set_zero_linger()?;
            return Ok(Next::Close);
        }
        let request = self.read_request().await?;
        self.script.record(request);
        match play {
            Play::Reply(reply) => self.reply(&reply).await,
            Play::ContinueThenReply(reply) => {
                let interim = b"HTTP/1.1 100 Continue\r\n\r\n";
                self.stream.write_all(interim).await?;
                self.reply(&reply).await
            }
            Play::ReplyThenClose(reply) => {
                self.reply(&reply).await?;
                Ok(Next::Close)
            }
            Play::Held(gate, reply) => {
                tokio::select! {
                    () = gate.passed() => self.reply(&reply).await,
                    () = abandoned(&mut self.stream, &self.script) => Ok(Next::Close),
                }
            }
            Play::Truncated(reply) => {
                self.send_half(&reply).await?;
                Ok(Next::Close)
            }
            Play::Stalled(reply) => {
                self.send_half(&reply).await?;
                self.wait_for_close().await
            }
            Play::Chunked(reply) => self.reply_chunked(&reply).await,
            Play::EndlessChunks => {
                self.send(head(200, &[("transfer-encoding", "chunked")]))
                    .await?;
                let chunk = [b"1000\r\n".as_slice(), &[b' '; 0x1000], b"\r\n"].concat();
                self.flood(&chunk, MAX_FLOOD).await
            }
            Play::Oversized(length) => {
                let length_line = length.to_string();
                self.send(head(200, &[("content-length", &length_line)]))
                    .await?;
                let limit = usize::try_from(length).map_or(MAX_FLOOD, |l| l.min(MAX_FLOOD));
                self.flood(&[b' '; 0x1000], limit).await
            }
            Play::HeaderFlood => {
                self.send("HTTP/1.1 200 OK\r\n".to_owned()).await?;
                let line = format!("x-flood: {}\r\n", "a".repeat(1000));
                self.flood(line.as_bytes(), MAX_FLOOD).await
            }
            Play::ResetAfterRead => {
                self.stream.set_zero_linger()?;
                Ok(Next::Close)
            }
            Play::CloseAfterRead => Ok(Next::Close),
            Play::Silent => self.wait_for_close().await,
            Play::Garbage => {
                self.send("\u{1}\u{2} this is not HTTP\r\n\r\n".to_owned())
                    .await?;
                Ok(Next::Close)
            }
            // Both act before a request is read.
            Play::HangUp | Play::ResetUnread => Ok(Next::Close),
        }
    }

    /// Waits for the first byte of a request and leaves it in the socket. Returns
    /// false if the client closed the connection.
    async fn request_begins(&mut self) -> io::Result<bool> {
        if !self.unread.is_empty() {
            return Ok(true);
        }
        Ok(self.stream.peek(&mut [0]).await? > 0)
    }

    async fn read_request(&mut self) -> io::Result<Recorded> {
        let end = self.read_head().await?;
        let head = String::from_utf8(self.unread.split_to(end).to_vec())
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        self.unread.advance(4);
        let mut request = Recorded {
            head,
            body: Bytes::new(),
        };
        request.body = if request.header("transfer-encoding") == Some("chunked") {
            self.read_chunks().await?
        } else {
            let length = request.header("content-length").unwrap_or("0");
            let length = length.parse().map_err(|_| invalid("content-length"))?;
            self.read_exactly(length).await?
        };
        Ok(request)
    }

    /// Returns the length of the head, without the final empty line.
    async fn read_head(&mut self) -> io::Result<usize> {
        loop {
            let end = self
                .unread
                .windows(4)
                .position(|bytes| bytes == b"\r\n\r\n");
            match end {
                Some(end) => return Ok(end),
                None if self.unread.len() > MAX_HEAD => return Err(invalid("head too long")),
                None => self.read_more().await?,
            }
        }
    }

    async fn read_chunks(&mut self) -> io::Result<Bytes> {
        let mut body = BytesMut::new();
        loop {
            let end = loop {
                match self.unread.windows(2).position(|bytes| bytes == b"\r\n") {
                    Some(end) => break end,
                    None => self.read_more().await?,
                }
            };
            let line = self.unread.split_to(end);
            self.unread.advance(2);
            let size = std::str::from_utf8(&line)
                .ok()
                .and_then(|text| usize::from_str_radix(text, 16).ok())
                .ok_or_else(|| invalid("chunk size"))?;
            body.extend_from_slice(&self.read_exactly(size).await?);
            self.read_exactly(2).await?;
            if size == 0 {
                return Ok(body.freeze());
            }
        }
    }

    async fn read_exactly(&mut self, length: usize) -> io::Result<Bytes> {
        if length > MAX_BODY {
            return Err(invalid("body too long"));
        }
        while self.unread.len() < length {
            self.read_more().await?;
        }
        Ok(self.unread.split_to(length).freeze())
    }

    async fn read_more(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.unread).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    async fn reply(&mut self, reply: &Reply) -> io::Result<Next> {
        self.send(head_of(reply)).await?;
        self.stream.write_all(&reply.body).await?;
        Ok(Next::Keep)
    }

    async fn reply_chunked(&mut self, reply: &Reply) -> io::Result<Next> {
        let mut headers = header_lines(reply);
        headers.push(("transfer-encoding", "chunked"));
        self.send(head(reply.status, &headers)).await?;
        for chunk in reply.body.chunks(reply.body.len().div_ceil(16).max(1)) {
            let size = format!("{:x}\r\n", chunk.len());
            let chunk = [size.as_bytes(), chunk, b"\r\n"].concat();
            self.stream.write_all(&chunk).await?;
        }
        self.send("0\r\n\r\n".to_owned()).await?;
        Ok(Next::Keep)
    }

    async fn send_half(&mut self, reply: &Reply) -> io::Result<()> {
        self.send(head_of(reply)).await?;
        let half = reply.body.slice(..reply.body.len() / 2);
        self.stream.write_all(&half).await
    }

    async fn send(&mut self, text: String) -> io::Result<()> {
        self.stream.write_all(text.as_bytes()).await
    }

    /// Sends `piece` until the client disconnects or `limit` bytes were sent.
    async fn flood(&mut self, piece: &[u8], limit: usize) -> io::Result<Next> {
        let mut sent = 0;
        while sent < limit {
            self.stream.write_all(piece).await?;
            sent += piece.len();
            self.script.count(|counts| counts.bytes_sent += piece.len());
        }
        Ok(Next::Close)
    }

    async fn wait_for_close(&mut self) -> io::Result<Next> {
        abandoned(&mut self.stream, &self.script).await;
        Ok(Next::Close)
    }
}

/// Returns when the client closes or resets the connection.
async fn abandoned(stream: &mut TcpStream, script: &Script) {
    let mut rest = [0; 1024];
    while matches!(stream.read(&mut rest).await, Ok(1..)) {}
    script.count(|counts| counts.abandoned += 1);
}

fn head_of(reply: &Reply) -> String {
    let length = reply.body.len().to_string();
    let mut headers = header_lines(reply);
    headers.push(("content-length", &length));
    head(reply.status, &headers)
}

fn header_lines(reply: &Reply) -> Vec<(&str, &str)> {
    reply
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

fn head(status: u16, headers: &[(&str, &str)]) -> String {
    let mut head = format!("HTTP/1.1 {status} -\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head + "\r\n"
}

fn invalid(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

//! Connections with bounds: how many there are, of whom, how long a head, a body, a silence may take (T-21). What is too much is told
//! so with 503 and when to come again; nobody waits for the slowest.

use super::figures::Figures;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::{CONNECTION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use spool::{Admission, Line, Spool, Spooled, Ticket};
use std::collections::HashMap;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;
use web::{Arrived, COME_AGAIN, Web};

/// Most connections in all.
const CONNECTIONS_MAX: usize = 10_000;
/// Most connections of one address; whole offices come from one.
const CONNECTIONS_OF_ONE_MAX: usize = 2_048;
/// How long a head may take, and a connection be kept without a request.
const HEAD_MAX: Duration = Duration::from_secs(10);
/// Longest silence within a body or while an answer is taken.
const SILENCE_MAX: Duration = Duration::from_secs(20);
/// Longest a request may take once it has come; the slowest use case (a file of a stranger) has its own, shorter bounds.
const ANSWER_MAX: Duration = Duration::from_secs(120);
/// How long a request waits for its turn before it is told to come again.
const TURN_MAX: Duration = Duration::from_secs(2);
/// Longest form that is given back to whoever has to come again, in bytes: one with the largest seal that is read.
const FORM_MAX: usize = 512 * 1024;
/// Most bytes of a request's head.
const HEAD_BYTES_MAX: usize = 32 * 1024;
/// How long what is under way may take once the program is told to stop.
pub(super) const DRAIN_MAX: Duration = Duration::from_secs(8);

/// What all connections share.
struct Door {
    router: Router,
    spool: Arc<Spool>,
    web: Web,
    line: Arc<Line>,
    of: Mutex<HashMap<IpAddr, usize>>,
    figures: Arc<Figures>,
    /// Whether every connection comes from a proxy of ours, whose own bounds count.
    proxied: bool,
}

/// A connection that is counted; no longer once this is dropped.
struct Counted {
    door: Arc<Door>,
    address: IpAddr,
}

impl Door {
    /// Counts a connection of `address`; nothing when there are too many.
    fn count(self: &Arc<Self>, address: IpAddr) -> Option<Counted> {
        let mut of = self.of.lock().unwrap_or_else(PoisonError::into_inner);
        let total: usize = self.figures.connections();
        let own = of.entry(address).or_default();
        if total >= CONNECTIONS_MAX || (!self.proxied && *own >= CONNECTIONS_OF_ONE_MAX) {
            return None;
        }
        *own += 1;
        self.figures.connected();
        Some(Counted { door: Arc::clone(self), address })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut of = self.door.of.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = of.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                of.remove(&self.address);
            }
        }
        self.door.figures.disconnected();
    }
}

/// Serves `router`, `most` requests at a time, until `stopped`, then finishes what is under way for at most [`DRAIN_MAX`].
pub(super) async fn listen(
    listener: TcpListener,
    router: Router,
    web: Web,
    spool: Spool,
    most: usize,
    figures: Arc<Figures>,
    mut stopped: watch::Receiver<bool>,
) {
    let proxied = web.proxied;
    let door = Door { router, web, spool: Arc::new(spool), line: Line::new(most), of: Mutex::default(), figures, proxied };
    let door = Arc::new(door);
    let mut connections = JoinSet::new();
    while !*stopped.borrow() {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, address)) => match door.count(address.ip()) {
                    Some(counted) => {
                        connections.spawn(serve(Arc::clone(&door), stream, address, counted, stopped.clone()));
                    }
                    None => turn_away(&door, &stream),
                },
                Err(error) => {
                    // Too many open files, say: the connections under way will end.
                    tracing::error!(error = %error, "a connection cannot be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            },
            // What has ended is taken off the list.
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
            _ = stopped.changed() => {}
        }
    }
    drop(listener);
    let drained = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(DRAIN_MAX, drained).await.is_err() {
        tracing::warn!("connections were cut off at the end of the drain");
    }
}

/// Says that there are too many, without waiting for anything.
fn turn_away(door: &Door, stream: &TcpStream) {
    door.figures.shed();
    let answer = format!("HTTP/1.1 503 Service Unavailable\r\nRetry-After: {COME_AGAIN}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    // Whoever does not take it has gone.
    let _ = stream.try_write(answer.as_bytes());
}

async fn serve(door: Arc<Door>, stream: TcpStream, address: SocketAddr, counted: Counted, mut stopped: watch::Receiver<bool>) {
    // Small answers go out at once.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_read_timeout(Some(SILENCE_MAX + ANSWER_MAX));
    stream.set_write_timeout(Some(SILENCE_MAX));
    let answering = Arc::clone(&door);
    let service = service_fn(move |request: Request<Incoming>| {
        let door = Arc::clone(&answering);
        async move { Ok::<_, Infallible>(answer(&door, request, address).await) }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD_MAX).max_buf_size(HEAD_BYTES_MAX).pipeline_flush(true);
    let connection = builder.serve_connection(TokioIo::new(Box::pin(stream)), service);
    tokio::pin!(connection);
    tokio::select! {
        // A connection that breaks is its client's business.
        _ = connection.as_mut() => {}
        () = told(&mut stopped) => {
            connection.as_mut().graceful_shutdown();
            let _ = tokio::time::timeout(DRAIN_MAX, connection).await;
        }
    }
    drop(counted);
}

/// Returns when the program is told to stop.
async fn told(stopped: &mut watch::Receiver<bool>) {
    // The sender goes away only after it has said so.
    drop(stopped.wait_for(|stop| *stop).await);
}

async fn answer(door: &Door, request: Request<Incoming>, address: SocketAddr) -> Response<Body> {
    // The body first, as it comes, on the disk when it is long: whoever is slow takes no turn and no memory.
    let (parts, incoming) = request.into_parts();
    let from = web::address(&parts.headers, Some(address), door.proxied);
    let body = match door.spool.take(incoming, SILENCE_MAX, &from).await {
        Ok(body) => body,
        Err(refused) => return plain(refused.status(), refused.message()),
    };
    let Spooled { body, place } = body;
    let arrived = Arrived(door.web.world.now());
    let admission = if web::takes_no_turn(&parts) {
        None
    } else {
        match admission(door, &parts, arrived).await {
            Some(admission) => Some(admission),
            None => {
                door.figures.shed();
                return come_again(door, &parts, body, place.is_some(), arrived).await;
            }
        }
    };
    let mut request = Request::from_parts(parts, body);
    request.extensions_mut().insert(ConnectInfo(address));
    request.extensions_mut().insert(arrived);
    let answered = tokio::time::timeout(ANSWER_MAX, door.router.clone().oneshot(request)).await;
    drop((admission, place));
    match answered {
        Ok(Ok(response)) => response,
        Err(_) => plain(StatusCode::SERVICE_UNAVAILABLE, "处理超时，请稍后重试，已提交的内容不会丢失。"),
    }
}

/// Lets somebody in when it is their turn: those who had to come again bring a ticket that says since when they wait.
async fn admission(door: &Door, parts: &Parts, arrived: Arrived) -> Option<Admission> {
    let ticket = web::ticket(&door.web, &parts.headers).map(|ticket| Ticket {
        number: ticket.number,
        since: ticket.since().micros(),
        until: ticket.until().micros(),
    });
    door.line.admission(arrived.0.micros(), ticket, TURN_MAX).await
}

/// Asks to come again, with a ticket and with what was typed, unless that is a file.
async fn come_again(door: &Door, parts: &Parts, body: Body, long: bool, arrived: Arrived) -> Response<Body> {
    let kept = !long || web::is_plain_form(&parts.headers);
    let body = if kept { Limited::new(body, FORM_MAX).collect().await.ok().map(http_body_util::Collected::to_bytes) } else { None };
    let page = web::wait(&door.web, parts, body.as_deref(), arrived);
    let mut response = page.unwrap_or_else(|| plain(StatusCode::SERVICE_UNAVAILABLE, "访问的人较多，请几秒后重试。"));
    web::give_ticket(&door.web, &parts.headers, arrived, |ticket| !door.line.is_used_up(ticket.number), &mut response);
    response
}

/// An answer without a page, for when there is no room to make one.
fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(RETRY_AFTER, COME_AGAIN.into());
    }
    response
}

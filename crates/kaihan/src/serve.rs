//! Serving pages and interfaces, and running jobs.

use crate::config::Config;
use crate::wire;
use app::{World, job};
use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use web::Web;

/// Jobs that run side by side in one process; typesetting keeps a core busy.
const WORKERS: usize = 2;
/// Messages to institutions under way side by side in one process.
const DELIVERIES: usize = 64;
/// Messages claimed at once.
const CLAIM_MAX: usize = 16;
/// Longest wait before the worker looks for jobs of other processes.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

pub(crate) async fn serve(config: &Config) -> Result<(), Box<dyn Error>> {
    let world = wire::world(config).await?;
    app::wording::check(&world).await?;
    let (stop, stopped) = watch::channel(false);
    let workers = workers(&world, &stopped);
    let web = Web { world: world.clone(), agent: config.agent.as_str().into(), proxied: config.proxied };
    let router = web::table().router(web).merge(api::router(world));
    let listener = tokio::net::TcpListener::bind(&config.listen).await.map_err(|error| format!("无法监听 {}：{error}", config.listen))?;
    tracing::info!(listen = %config.listen, "serving");
    let mut stopped = stopped;
    let shutdown = async move {
        let _ = stopped.wait_for(|stop| *stop).await;
    };
    tokio::spawn(async move {
        signalled().await;
        let _ = stop.send(true);
    });
    axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).with_graceful_shutdown(shutdown).await?;
    for worker in workers {
        worker.await?;
    }
    Ok(())
}

pub(crate) async fn work(config: &Config) -> Result<(), Box<dyn Error>> {
    let world = wire::world(config).await?;
    app::wording::check(&world).await?;
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        signalled().await;
        let _ = stop.send(true);
    });
    let workers = workers(&world, &stopped);
    for worker in workers {
        worker.await?;
    }
    Ok(())
}

/// The tasks of both lanes.
fn workers(world: &World, stopped: &watch::Receiver<bool>) -> Vec<JoinHandle<()>> {
    let work = (0..WORKERS).map(|_| tokio::spawn(run_jobs(world.clone(), stopped.clone())));
    work.chain(std::iter::once(tokio::spawn(send_deliveries(world.clone(), stopped.clone())))).collect()
}

/// Sends messages to institutions side by side until told to stop: each waits for its own institution only.
async fn send_deliveries(world: World, mut stopped: watch::Receiver<bool>) {
    let turns = Arc::new(Semaphore::new(DELIVERIES));
    while !*stopped.borrow() {
        match job::claim_deliveries(&world, turns.available_permits().min(CLAIM_MAX)).await {
            Ok(claimed) => {
                for delivery in claimed {
                    let (world, turns) = (world.clone(), Arc::clone(&turns));
                    tokio::spawn(async move {
                        let Ok(_turn) = turns.acquire().await else { return };
                        if let Err(error) = job::run(&world, delivery).await {
                            tracing::error!(?error, "a delivery cannot be recorded");
                        }
                    });
                }
            }
            Err(error) => tracing::error!(?error, "deliveries cannot be claimed"),
        }
        tokio::select! {
            () = world.deliveries.notified() => {}
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            _ = stopped.changed() => {}
        }
    }
    // Those under way are finished; what they do not finish is due again when their lease ends.
    let _ = turns.acquire_many(u32::try_from(DELIVERIES).unwrap_or(u32::MAX)).await;
}

/// Runs due jobs until told to stop; the one under way is finished first.
async fn run_jobs(world: World, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = job::run_due(&world).await {
            tracing::error!(?error, "jobs cannot be claimed");
        }
        tokio::select! {
            () = world.jobs.notified() => {}
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            _ = stopped.changed() => {}
        }
    }
}

/// Returns on Ctrl-C or a request to terminate.
async fn signalled() {
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
}

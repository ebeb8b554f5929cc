//! Serving pages and interfaces, and running jobs.

use crate::config::Config;
use crate::wire;
use app::{World, job};
use std::error::Error;
use std::net::SocketAddr;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use web::Web;

/// Jobs that run side by side in one process; typesetting keeps a core busy.
const WORKERS: usize = 2;

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
    let work = (0..WORKERS).map(|_| tokio::spawn(job::lane::work(world.clone(), stopped.clone())));
    work.chain(std::iter::once(tokio::spawn(job::lane::deliver(world.clone(), stopped.clone())))).collect()
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

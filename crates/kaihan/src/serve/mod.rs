//! Serving pages and interfaces, and running jobs.

mod admin;
mod figures;
mod listen;
mod log;
mod operators;
mod page;
mod suspense;

use self::operators::Operators;
use crate::config::Config;
use crate::wire;
use app::work;
use figures::Figures;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use spool::Spool;
use std::error::Error;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use web::{Package, Web};

async fn bind(address: &str) -> Result<TcpListener, Box<dyn Error>> {
    TcpListener::bind(address).await.map_err(|error| format!("无法监听 {address}：{error}").into())
}

pub(crate) async fn serve(config: &Config) -> Result<(), Box<dyn Error>> {
    open_files();
    let listener = bind(&config.listen).await?;
    let operator = match &config.admin {
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    let operators = Operators::load(config.operators.as_deref())?;
    let world = wire::world(config).await?;
    app::wording::check(&world).await?;
    app::site::figures::begin(&world).await?;
    app::profile::upload::sweep::begin(&world).await?;
    app::document::sweep::begin(&world).await?;
    let (stop, stopped) = watch::channel(false);
    let workers = work::lane::start(&world, &stopped);
    let packages = match &config.agents {
        Some(folder) => Package::all(folder).map_err(|error| format!("证书助手安装包目录 {}：{error}", folder.display()))?,
        None => Vec::new(),
    };
    let web = Web { world: world.clone(), agent: config.agent.as_str().into(), agents: packages.into(), proxied: config.proxied };
    let router = web::table().router(web.clone()).merge(api::router(world.clone())).layer(axum::middleware::from_fn(log::request));
    let figures = Arc::new(Figures::default());
    if let Some(operator) = operator {
        tracing::info!(admin = %operator.local_addr()?, "the operator's pages");
        tokio::spawn(admin::serve(operator, world, operators, Arc::clone(&figures)));
    }
    tracing::info!(listen = %listener.local_addr()?, "serving");
    tokio::spawn(async move {
        signalled().await;
        tracing::info!("stopping");
        let _ = stop.send(true);
    });
    listen::listen(listener, router, web, Spool::default(), config.answered_at_once.into(), figures, stopped).await;
    end(workers).await;
    Ok(())
}

pub(crate) async fn work(config: &Config) -> Result<(), Box<dyn Error>> {
    let operator = match &config.admin {
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    let operators = Operators::load(config.operators.as_deref())?;
    let world = wire::world(config).await?;
    app::wording::check(&world).await?;
    app::site::figures::begin(&world).await?;
    app::profile::upload::sweep::begin(&world).await?;
    app::document::sweep::begin(&world).await?;
    let (stop, mut stopped) = watch::channel(false);
    let workers = work::lane::start(&world, &stopped);
    if let Some(operator) = operator {
        tokio::spawn(admin::serve(operator, world, operators, Arc::default()));
    }
    tokio::spawn(async move {
        signalled().await;
        tracing::info!("stopping");
        let _ = stop.send(true);
    });
    // The sender goes away only after it has said so.
    let _ = stopped.wait_for(|stop| *stop).await;
    end(workers).await;
    Ok(())
}

/// As many open files as the system allows: a connection is one.
fn open_files() {
    let limit = getrlimit(Resource::Nofile);
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum }) {
        tracing::warn!(%error, "the number of open files stays as it is");
    }
}

/// Jobs under way are finished, those that take too long are left to the end of their lease.
async fn end(workers: Vec<JoinHandle<()>>) {
    let ended = async {
        for worker in workers {
            if let Err(error) = worker.await {
                tracing::error!(%error, "a worker ended badly");
            }
        }
    };
    if tokio::time::timeout(listen::DRAIN_MAX, ended).await.is_err() {
        tracing::warn!("jobs under way were left to the end of their lease");
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

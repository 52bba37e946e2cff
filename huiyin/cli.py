"""The commands of Huiyin: ``huiyin WORD …``.

Each room's commands live in a Typer application of their own and are added here by name. Modules
are imported when their command runs, so that checking a pack does not wait for a web framework.
"""

from typing import Annotated

import typer

from huiyin import packtool
from huiyin.cases import cli as logs

app = typer.Typer(
    name="huiyin",
    help="回音: runs a company's complaint regulation. 件件有着落，事事有回音。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(packtool.app)
app.add_typer(logs.app)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(help="Processes; more than one needs PostgreSQL.")] = 1,
) -> None:
    """Serve the portal and the desk until Ctrl-C."""
    from huiyin import server  # noqa: PLC0415

    server.serve(host=host, port=port, workers=workers)


@app.command()
def worker() -> None:
    """Do the background work until Ctrl-C; any number of workers may run beside each other."""
    from huiyin.boot import start_django  # noqa: PLC0415

    start_django()
    from huiyin.worker import run_until_signal  # noqa: PLC0415

    run_until_signal()


@app.command()
def demo(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    company: Annotated[str, typer.Option(help="Only this demo company (name of its file).")] = "",
    scale: Annotated[
        float, typer.Option(help="Share of the cases to play; 0.1 for a quick look.")
    ] = 1.0,
    chain: Annotated[  # noqa: FBT002  (an option --chain)
        bool, typer.Option("--chain", help="A large chain's month instead: about 1,000 cases.")
    ] = False,
    serve: Annotated[bool, typer.Option(help="Serve afterwards, or only build the data.")] = True,  # noqa: FBT002  (an option --no-serve)
) -> None:
    """Load invented companies with months of history, then serve them until Ctrl-C."""
    from huiyin.boot import start_django  # noqa: PLC0415

    start_django()
    from huiyin.demo.run import demo as run_demo  # noqa: PLC0415

    raise typer.Exit(
        run_demo(host=host, port=port, only=company, scale=scale, chain=chain, serving=serve)
    )


@app.command()
def migrate() -> None:
    """Bring the tables of the database to this version; doing it again changes nothing."""
    from huiyin.boot import start_django  # noqa: PLC0415

    start_django()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", interactive=False)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def manage(context: typer.Context) -> None:
    """Run a command of Django's own, such as ``shell`` or ``makemigrations``."""
    from huiyin.boot import start_django  # noqa: PLC0415

    start_django()
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(["huiyin manage", *context.args])


def main() -> None:
    """Run the command named on the command line."""
    app()

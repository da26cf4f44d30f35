"""Where the services of a suite keep their records: a directory each, or a database each on the
PostgreSQL server that BANGFU_TEST_POSTGRESQL names (see tests/postgresql/server). Where that is the
coordinator of a Citus cluster (tests/postgresql/citus), each database is on all of its servers."""

import contextlib
import itertools
import os
import pathlib
import shutil
import sqlite3
import subprocess

_DISTRIBUTE = pathlib.Path(__file__).resolve().parents[2] / "deploy" / "citus" / "distribute"

_numbers = itertools.count(1)


def make(folder, services, distributed=True):
    """The storage that the environment asks for; on Citus not distributed yet, if so wished."""
    server = os.environ.get("BANGFU_TEST_POSTGRESQL")
    return _Postgresql(folder, services, server, distributed) if server else _Sqlite(folder)


class _Sqlite:
    def __init__(self, folder):
        self._folder = folder

    def flags(self, service):
        return ["--data", self._folder / service]

    @contextlib.contextmanager
    def connect(self, service):
        """A connection that is committed at the end. Values stand as ? in its SQL."""
        connection = sqlite3.connect(self._folder / service / f"{service}.db")
        with contextlib.closing(connection), connection:
            yield connection

    def table_names(self, connection):
        return [row[0] for row in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]

    def wipe(self, service):
        shutil.rmtree(self._folder / service)

    def close(self):
        pass


def _connect(url):
    """A connection of psycopg2, for a with statement that closes it."""
    import psycopg2  # pylint: disable=import-outside-toplevel  # not there where only SQLite is
    return contextlib.closing(psycopg2.connect(url))


class _Connection:
    """psycopg2's, with the few manners of sqlite3's that the tests use."""

    def __init__(self, connection):
        self._connection = connection

    def execute(self, sql, values=()):
        cursor = self._connection.cursor()
        cursor.execute(sql.replace("?", "%s"), values)
        return _Rows(cursor)


class _Rows:
    def __init__(self, cursor):
        self._cursor = cursor

    @staticmethod
    def _plain(row):
        return row and tuple(bytes(v) if isinstance(v, memoryview) else v for v in row)

    def fetchone(self):
        return self._plain(self._cursor.fetchone())

    def fetchall(self):
        return [self._plain(row) for row in self._cursor.fetchall()]

    def __iter__(self):
        return iter(self.fetchall())


class _Postgresql:
    def __init__(self, folder, services, server, distributed):
        self._folder = folder
        self._distributed = distributed
        self._servers = [server, *self._workers_of(server)]
        number = next(_numbers)
        self._databases = {service: f"e2e_{os.getpid()}_{number}_{service}"
                           for service in services}
        for database in self._databases.values():
            self._create(database)

    @staticmethod
    def _workers_of(server):
        """The URLs of a Citus cluster's workers, whose names are the directories of their sockets;
        none on a server that stands alone."""
        with _connect(server) as connection:
            rows = _Connection(connection)
            if not rows.execute("SELECT to_regclass('pg_dist_node')").fetchone()[0]:
                return []
            return [f"postgresql:///postgres?host={host}&user=bangfu" for host, in rows.execute(
                "SELECT nodename FROM pg_dist_node WHERE groupid > 0 ORDER BY groupid")]

    def _create(self, database):
        self._on_servers(f"CREATE DATABASE {database}")
        if self._distributed and len(self._servers) > 1:
            self._distribute(database)

    def distribute(self, service):
        """As deploy/ does it with a database that has records."""
        self._distribute(self._databases[service])

    def _distribute(self, database):
        urls = [self._url_of(server, database) for server in self._servers]
        subprocess.run([_DISTRIBUTE, *urls], check=True, stdout=subprocess.DEVNULL)

    @staticmethod
    def _url_of(server, database):
        return server.replace(":///postgres?", f":///{database}?")

    def _url(self, service):
        return self._url_of(self._servers[0], self._databases[service])

    def flags(self, service):
        return ["--data", self._folder / service, "--database", self._url(service)]

    @contextlib.contextmanager
    def connect(self, service):
        with _connect(self._url(service)) as connection, connection:
            yield _Connection(connection)

    def table_names(self, connection):
        return [row[0] for row in connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
            "AND tablename <> 'schema_version'")]

    def wipe(self, service):
        self._drop(self._databases[service])
        self._create(self._databases[service])

    def close(self):
        for database in self._databases.values():
            self._drop(database)

    def _drop(self, database):
        self._on_servers(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def _on_servers(self, statement):
        for server in self._servers:
            with _connect(server) as connection:
                connection.autocommit = True
                connection.cursor().execute(statement)

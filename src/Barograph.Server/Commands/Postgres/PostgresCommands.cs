using System.CommandLine;

namespace Barograph.Server.Commands;

/// <summary><c>barograph postgres …</c>: what an administrator of the database does. These never touch the server.</summary>
public static class PostgresCommands
{
    public static Command Build(CommandHost host)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON", Recursive = true };
        var admin = new Option<string>("--admin")
        {
            Description = "The connection string of a superuser, such as \"Host=/var/run/postgresql;Username=postgres\" (or in BAROGRAPH_ADMIN)",
            HelpName = "CONN", Recursive = true,
        };
        var database = new Option<string>("--database") { Description = "The database (default barograph)", HelpName = "D", Recursive = true };
        var group = new Command("postgres", "Prepare a PostgreSQL database") { admin, database, json };
        var run = new PostgresAdministration(host);
        group.Add(Setup(run, parse => new AdminWish(parse.GetValue(admin), parse.GetValue(database), parse.GetValue(json))));
        var migrate = new Command("migrate", "Bring the schema of a database up to this version");
        migrate.SetAction((parse, cancel) =>
            run.MigrateAsync(new AdminWish(parse.GetValue(admin), parse.GetValue(database), parse.GetValue(json)), cancel));
        group.Add(migrate);
        return group;
    }

    private static Command Setup(PostgresAdministration run, Func<ParseResult, AdminWish> read)
    {
        var login = new Option<string>("--login") { Description = "The role that the server logs in as (default barograph)", HelpName = "ROLE" };
        var ingestLogin = new Option<string>("--ingest-login")
        {
            Description = "A second role, which serve --part ingest logs in as: it can add readings and nothing else", HelpName = "ROLE",
        };
        var seedUser = new Option<string>("--grant-seed-user")
        {
            Description = "A role that may insert into and select from the view esp32data, select from weather_data, and nothing else", HelpName = "ROLE",
        };
        var setup = new Command("setup", "Make the database, the roles and the tables, and print the --store to use; twice is harmless")
        {
            login, ingestLogin, seedUser,
        };
        setup.SetAction((parse, cancel) => run.SetUpAsync(
            read(parse), new LoginWish(parse.GetValue(login), parse.GetValue(ingestLogin), parse.GetValue(seedUser)), cancel));
        return setup;
    }
}

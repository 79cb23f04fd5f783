using Barograph.Server.Auth;
using Barograph.Server.Config;
using Barograph.Server.Http.Dialects.Stations;
using Barograph.Storage;

namespace Barograph.Server.Http;

/// <summary>What people see and change beside the readings: the API behind the dashboard's pages of boards and settings.</summary>
public static class PeopleRoutes
{
    public static void MapPeople(this IEndpointRouteBuilder routes, IStore store, AccountPasswords passwords, UnknownStations stations, Settings settings, TimeProvider clock)
    {
        new SeriesEndpoint(store).Map(routes);
        new LocationsEndpoint(store).Map(routes);
        new DevicesEndpoint(store, clock).Map(routes);
        new DeviceChangesEndpoint(store, clock).Map(routes);
        new StationsEndpoint(store, stations, clock).Map(routes);
        new TokensEndpoint(store, clock).Map(routes);
        new MeEndpoint(store, passwords, clock).Map(routes);
        new SessionsEndpoint(store.Sessions, clock).Map(routes);
        new AccountsEndpoint(store, clock).Map(routes);
        new RetentionEndpoint(store, clock).Map(routes);
        new SiteEndpoint(store.Site).Map(routes);
        new AboutEndpoint(store, settings).Map(routes);
    }
}

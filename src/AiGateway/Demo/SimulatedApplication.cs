using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Demo;

/// <summary>What the web server runs for each request: find the route, read the body where there is one, answer.</summary>
internal sealed class SimulatedApplication(SimulatedState state, CancellationToken stopping) : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var call = new SimulatedCall(context, state, ends.Token);
        try
        {
            if (await AnswerAsync(call) is { } error)
            {
                await call.SendErrorAsync(error);
            }
        }
        catch (BadHttpRequestException problem) when (!context.Response.HasStarted)
        {
            await call.SendErrorAsync(problem.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? SimulatedError.TooLarge
                : SimulatedError.Invalid(problem.Message) with { Status = problem.StatusCode });
        }
        catch (Exception problem) when (problem is OperationCanceledException or IOException)
        {
            // The caller hung up, or the provider stops: nobody is left to answer.
            context.Abort();
        }
    }

    private static async ValueTask<SimulatedError?> AnswerAsync(SimulatedCall call)
    {
        var (route, id, error) = SimulatedRoutes.Find(call.Http.Request);
        if (route is null)
        {
            return error;
        }

        call.Id = id;
        if (route.Kind is not { } kind)
        {
            return await route.Answer(call);
        }

        if (await call.ReadJsonAsync() is { } unreadable)
        {
            return unreadable;
        }

        return call.AdmitBodyModel(kind, route.DefaultModel) is { } refused ? refused
            : await Faults.ReplaceAnswerAsync(call) ? null
            : await route.Answer(call);
    }
}

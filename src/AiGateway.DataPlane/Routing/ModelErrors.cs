using AiGateway.Configuration;
using AiGateway.Keys;
using AiGateway.Pipeline;

namespace AiGateway.Routing;

/// <summary>What a caller is told who asks for a model that there is not, or that is not for him.</summary>
internal static class ModelErrors
{
    /// <summary>403: a request without a model gets the provider's own, which may be any.</summary>
    public static readonly GatewayError Unnamed = GatewayError.ModelNotAllowed with
    {
        Message = "This key may use certain models only, and the request names none: 'model' is required.",
    };

    /// <summary>403: the models that a batch runs are named in its file.</summary>
    public static readonly GatewayError Unseen = GatewayError.ModelNotAllowed with
    {
        Message = "This key may use certain models only, and a batch may run any.",
        Param = null,
    };

    /// <summary>403: the key may not ask for the model, whether there is one or not.</summary>
    public static GatewayError NotAllowed(string model) => GatewayError.ModelNotAllowed with { Message = $"This key may not use the model '{model}'." };

    /// <summary>404: no such model; names the one that was probably meant, if the key may use it.</summary>
    public static GatewayError NotFound(string model, Snapshot snapshot, ModelPatterns? allowed)
    {
        var names = snapshot.Models.All.Select(route => route.Name).Where(name => !ModelTable.IsPattern(name) && allowed?.Allow(name) != false);
        return GatewayError.ModelNotFound with
        {
            Message = NearMiss.Among(model, names) is { } near
                ? $"The model '{model}' does not exist. Did you mean '{near}'?"
                : $"The model '{model}' does not exist.",
        };
    }
}

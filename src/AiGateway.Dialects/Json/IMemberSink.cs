namespace AiGateway.Dialects.Json;

/// <summary>Is told of every member of the scanned object. An interface so that the scan is compiled for each sink, with no call through a table.</summary>
internal interface IMemberSink
{
    /// <summary>Takes note of a member whose value has ended.</summary>
    void OnMember(in JsonMember member);
}

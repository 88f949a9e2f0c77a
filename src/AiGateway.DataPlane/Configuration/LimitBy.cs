namespace AiGateway.Configuration;

/// <summary>Whose requests are counted together by the limit of requests a minute.</summary>
public enum LimitBy
{
    /// <summary>Those made with one gateway key.</summary>
    Key,

    /// <summary>Those made from one address.</summary>
    Address,
}

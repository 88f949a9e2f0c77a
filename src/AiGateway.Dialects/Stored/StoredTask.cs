namespace AiGateway.Dialects.Stored;

/// <summary>What an operation has to do with answers that are kept.</summary>
public enum StoredTask
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It may refer to one, and its own answer is to be kept.</summary>
    Create,

    /// <summary>It may refer to one.</summary>
    Refer,

    /// <summary>It asks for one, which its path names.</summary>
    Retrieve,

    /// <summary>It asks what was said to the model for one.</summary>
    ListInput,

    /// <summary>It takes back the order for one that is still being made.</summary>
    Cancel,

    /// <summary>It deletes one.</summary>
    Delete,
}

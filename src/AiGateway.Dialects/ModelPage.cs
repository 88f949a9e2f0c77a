namespace AiGateway.Dialects;

/// <summary>A part of a list of models.</summary>
/// <param name="All">The whole list.</param>
/// <param name="First">Where the part begins.</param>
/// <param name="Count">How many models it has.</param>
/// <param name="HasMore">More follow, in the direction in which the caller goes through the list.</param>
public readonly record struct ModelPage(IReadOnlyList<ListedModel> All, int First, int Count, bool HasMore)
{
    /// <summary>All of a list.</summary>
    public ModelPage(IReadOnlyList<ListedModel> all)
        : this(all, 0, all.Count, HasMore: false)
    {
    }

    /// <summary>A model of the part.</summary>
    public ListedModel this[int index] => All[First + index];

    /// <summary>The place of a model in a list; -1 where it is not there.</summary>
    internal static int IndexOf(IReadOnlyList<ListedModel> models, string id)
    {
        for (var index = 0; index < models.Count; index++)
        {
            if (models[index].Id == id)
            {
                return index;
            }
        }

        return -1;
    }
}

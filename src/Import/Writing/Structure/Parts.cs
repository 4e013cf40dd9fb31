namespace Fusion.Import.Writing.Structure;

/// <summary>Finds the parts that a network consists of: by the names of its parameters where these tell them, else in its
/// connections.</summary>
internal static class Parts
{
    public static Scope Of(IReadOnlyList<Use> uses, IReadOnlyList<int> outputs)
    {
        Scope root = NameHierarchy.IsIn(uses) ? NameHierarchy.Read(uses) : Connections.Read(uses, outputs);
        ScopeCheck.Run(root, outputs);
        return root;
    }
}

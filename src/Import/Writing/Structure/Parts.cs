namespace Fusion.Import.Writing.Structure;

/// <summary>Finds the parts that a network consists of: by the names of its parameters where these tell them, else in its
/// connections.</summary>
internal static class Parts
{
    public static Scope Of(IReadOnlyList<Use> uses, IReadOnlyList<int> outputs)
    {
        var flow = new Flow(uses, outputs);
        bool isNamed = NameHierarchy.IsIn(uses);
        Scope root = isNamed ? NameHierarchy.Read(uses) : Connections.Read(flow);
        if (isNamed) SequenceElements.Complete(root, flow);
        ScopeCheck.Run(root, outputs);
        return root;
    }
}

namespace Fusion.Import.Writing.Structure;

/// <summary>A part of the network that may become a block: operations and parts of its own.</summary>
/// <param name="path">Where it stands in the hierarchy of names; empty for the network.</param>
/// <param name="parent">The part around it.</param>
internal sealed class Scope(string path, Scope? parent)
{
    public string Path { get; } = path;

    public Scope? Parent { get; set; } = parent;

    /// <summary>Whether the names of parameters must stay.</summary>
    public bool IsNamed { get; set; } = parent?.IsNamed ?? false;

    public List<Use> Uses { get; } = [];

    public List<Scope> Children { get; } = [];

    public IEnumerable<Use> All => Uses.Concat(Children.SelectMany(child => child.All));

    public IEnumerable<Scope> AndParents
    {
        get
        {
            for (Scope? scope = this; scope is not null; scope = scope.Parent) yield return scope;
        }
    }

    public bool Contains(Scope other) => other.AndParents.Contains(this);

    /// <summary>A name below the scope's, as it stands in the scope's declaration.</summary>
    public string Relative(string path) => Path.Length == 0 ? path : path[(Path.Length + 1)..];
}

namespace Fusion.Tool.Weights.Pickle;

/// <summary>What exists beside lists, dicts, tuples, texts and numbers, for an <see cref="Unpickler"/>.</summary>
internal interface IPickleWorld
{
    /// <summary>Whether a pickle may name this; everything else is refused.</summary>
    bool Knows(PickleGlobal name);

    /// <summary>What calling a known name gives. Nothing of the pickle is executed: these are functions of this tool.</summary>
    /// <exception cref="PickleException">The arguments are not those of a tensor or a container.</exception>
    object? Call(PickleGlobal function, IReadOnlyList<object?> arguments);

    /// <summary>What lies outside of the pickle, under an id: the numbers of a tensor.</summary>
    /// <exception cref="PickleException">The id is none of a storage.</exception>
    object? Persistent(object? id);
}

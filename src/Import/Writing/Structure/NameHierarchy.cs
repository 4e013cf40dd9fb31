namespace Fusion.Import.Writing.Structure;

/// <summary>Finds the modules of a network in the names of its parameters, where these are a hierarchy as PyTorch's.</summary>
internal sealed class NameHierarchy
{
    private readonly IReadOnlyList<Use> _uses;
    private readonly Dictionary<string, Scope> _scopes = [];
    private readonly Dictionary<int, int> _producers = [];
    private readonly Dictionary<Use, Scope> _owners = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<int, Scope?> _below = [];
    private readonly ILookup<int, Use> _readers;

    private NameHierarchy(IReadOnlyList<Use> uses)
    {
        _uses = uses;
        for (int i = 0; i < uses.Count; i++) _producers[uses[i].Result] = i;
        _readers = uses.SelectMany(use => use.Inputs.Distinct().Select(input => (input, use)))
            .ToLookup(pair => pair.input, pair => pair.use);
    }

    /// <summary>Whether the names say how the network is built.</summary>
    public static bool IsIn(IReadOnlyList<Use> uses)
    {
        var named = uses.Where(use => use.HasParameters).ToList();
        return named.Any(use => use.Path.Contains('.')) && named.All(IsName);

        static bool IsName(Use use) => use.Path.Length > 0 && use.Path.Split('.').All(segment => segment.Length > 0
                && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'));
    }

    /// <summary>The network as a tree of modules.</summary>
    public static Scope Read(IReadOnlyList<Use> uses)
    {
        var hierarchy = new NameHierarchy(uses);
        var root = new Scope("", null) { IsNamed = true };
        hierarchy._scopes[""] = root;
        foreach (Use use in uses)
            if (use.HasParameters) hierarchy._owners[use] = hierarchy.ScopeOf(use.Path);
        foreach (Use use in uses)
            if (!use.HasParameters) hierarchy._owners[use] = hierarchy.Place(use, root);
        foreach (Use use in uses) hierarchy._owners[use].Uses.Add(use);
        return root;
    }

    /// <summary>The innermost module that becomes a class of its own: one with named parts, or a sequence within a sequence.</summary>
    private Scope ScopeOf(string path)
    {
        string[] segments = path.Split('.');
        Scope scope = _scopes[""];
        for (int length = 1; length < segments.Length; length++)
        {
            string prefix = string.Join(".", segments.Take(length));
            bool isSequence = IsNumber(segments[length]), isInSequence = IsNumber(segments[length - 1]);
            if (isSequence && !isInSequence) continue;
            if (!_scopes.TryGetValue(prefix, out Scope? inner))
            {
                _scopes[prefix] = inner = new Scope(prefix, scope);
                scope.Children.Add(inner);
            }

            scope = inner;
        }

        return scope;
    }

    public static bool IsNumber(string segment) => segment.All(char.IsAsciiDigit);

    /// <summary>Where an operation without parameters belongs.</summary>
    private Scope Place(Use use, Scope root)
    {
        var owners = use.Inputs.Where(_producers.ContainsKey).Select(input => _producers[input]).Order().Select(i => _uses[i])
            .Select(producer => _owners.GetValueOrDefault(producer, root)).ToList();
        if (owners.Count == 0) return Reader(use) is { } only && use.Inputs.Count == 1 ? only : root;
        if (use.Inputs.Count > 1 || IsSticky(use))
        {
            return owners[^1].AndParents.First(scope => use.Inputs.All(input => IsWithin(input, scope) || IsReadIn(input, scope, use)));
        }

        // What several parts of a module read, and one of them through this operation, belongs into the module.
        Scope? around = Reader(use)?.AndParents.FirstOrDefault(scope => IsReadIn(use.Inputs[0], scope, use) && !scope.Contains(owners[0]));
        if (around is not null) return around;
        Scope below = Reader(use) ?? root;
        return owners[0].AndParents.First(scope => scope.Contains(below));
    }

    private static bool IsSticky(Use use) => use.Name is "ChannelShuffle" or "Softmax" or "Activate"
        || ActivationTable.Names.Contains(use.Name);

    private bool IsWithin(int value, Scope scope) => _producers.TryGetValue(value, out int producer)
        && _owners.TryGetValue(_uses[producer], out Scope? owner) && scope.Contains(owner);

    private bool IsReadIn(int value, Scope scope, Use except) => _readers[value].Any(reader => reader != except
        && _owners.TryGetValue(reader, out Scope? owner) && scope.Contains(owner));

    /// <summary>The innermost scope of all layers that a value comes to, as far as parameters tell; null where it comes to none.</summary>
    private Scope? Reader(Use use)
    {
        if (_below.TryGetValue(use.Result, out Scope? known)) return known;
        Scope? common = null;
        foreach (Use reader in _readers[use.Result])
        {
            if ((reader.HasParameters ? _owners[reader] : Reader(reader)) is not { } owner) continue;
            common = common is null ? owner : owner.AndParents.First(scope => scope.Contains(common));
        }

        return _below[use.Result] = common;
    }
}

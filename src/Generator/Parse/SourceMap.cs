using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Parse;

/// <summary>Where the expressions of each type stand in the source. Only the analyzer keeps one: no position enters the model.</summary>
internal sealed class SourceMap
{
    private readonly Dictionary<(string Type, int Id), Location> _locations = [];

    public void Add(string type, int id, Location location) => _locations[(type, id)] = location;

    public Location Find(string type, int id) => _locations.TryGetValue((type, id), out Location? location) ? location : Location.None;
}

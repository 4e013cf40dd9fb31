namespace Fusion.Import.Writing;

/// <summary>What the parameters of a class are called.</summary>
internal static class Naming
{
    /// <summary>For each parameter of the graph its name, after the path of the class.</summary>
    public static IReadOnlyDictionary<string, string> Parameters(Body body)
    {
        var names = new Dictionary<string, string>();
        foreach (Field field in body.Fields)
            foreach (var (path, use) in PathRule.Paths(field).Zip(field.Uses))
                foreach (OwnParameter parameter in use.Parameters)
                    names[parameter.Name] = use.Repeat == 1 ? ParameterPath.Join(path, parameter.Suffix) : parameter.Suffix;
        return names;
    }
}

namespace Fusion.Compiler.Operations;

/// <summary>Joins the segments of parameter names.</summary>
public static class ParameterPath
{
    /// <summary><c>path.name</c>, or <c>name</c> alone at the root.</summary>
    public static string Join(string path, string name) => path.Length == 0 ? name : name.Length == 0 ? path : path + "." + name;
}

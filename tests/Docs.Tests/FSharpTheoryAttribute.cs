namespace Fusion.Docs.Tests;

/// <summary>A test that needs the F# compiler, which an SDK may lack.</summary>
public sealed class FSharpTheoryAttribute : TheoryAttribute
{
    public FSharpTheoryAttribute()
    {
        // …/shared/Microsoft.NETCore.App/10.0.0/System.Private.CoreLib.dll
        string dotnet = Path.GetFullPath(Path.Combine(typeof(object).Assembly.Location, "../../../.."));
        bool any = Directory.Exists(Path.Combine(dotnet, "sdk"))
            && Directory.EnumerateDirectories(Path.Combine(dotnet, "sdk")).Any(sdk => Directory.Exists(Path.Combine(sdk, "FSharp")));
        if (!any) Skip = $"There is no SDK with F# in {dotnet}.";
    }
}

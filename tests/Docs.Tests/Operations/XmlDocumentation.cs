using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MethodParameter = System.Reflection.ParameterInfo;

namespace Fusion.Docs.Tests.Operations;

/// <summary>The documentation of the run time's public members, as Markdown.</summary>
internal static partial class XmlDocumentation
{
    private static readonly Dictionary<string, XElement> s_members =
        XDocument.Load(Path.ChangeExtension(typeof(Tensor).Assembly.Location, "xml")).Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value);

    public static string? Of(Type type, string element) => Read("T:" + type.FullName, member => member.Element(element));

    public static string? Of(PropertyInfo property) =>
        Read($"P:{property.DeclaringType!.FullName}.{property.Name}", member => member.Element("summary"));

    public static string? Of(FieldInfo field) =>
        Read($"F:{field.DeclaringType!.FullName}.{field.Name}", member => member.Element("summary"));

    public static string? Of(MethodBase method, string element) => Read(Id(method), member => member.Element(element));

    public static string? Of(MethodParameter parameter) =>
        Read(
            Id((MethodBase)parameter.Member),
            member => member.Elements("param").FirstOrDefault(param => param.Attribute("name")!.Value == parameter.Name));

    private static string Id(MethodBase method)
    {
        string name = method.IsConstructor ? "#ctor" : method.Name;
        IEnumerable<string> types = method.GetParameters().Select(parameter => parameter.ParameterType.FullName!.Replace('+', '.'));
        string parameters = string.Join(',', types);
        return $"M:{method.DeclaringType!.FullName}.{name}{(parameters.Length > 0 ? $"({parameters})" : "")}";
    }

    private static string? Read(string id, Func<XElement, XElement?> part) =>
        s_members.TryGetValue(id, out XElement? member) && part(member) is { } element
            ? Space().Replace(string.Concat(element.Nodes().Select(Markdown)), " ").Trim()
            : null;

    private static string Markdown(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => $"`{ShortName(see.Attribute("cref")!.Value)}`",
        XElement { Name.LocalName: "paramref" } reference => $"`{reference.Attribute("name")!.Value}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "para" } paragraph => string.Concat(paragraph.Nodes().Select(Markdown)) + " ",
        XElement other => throw new InvalidDataException($"The reference does not know <{other.Name}>."),
        _ => "",
    };

    /// <summary><c>T:Fusion.ConvAttribute</c> is <c>Conv</c>, <c>F:Fusion.Activation.Relu</c> is <c>Activation.Relu</c>.</summary>
    private static string ShortName(string reference)
    {
        string[] parts = reference[2..].Split('(')[0].Split('.');
        return reference[0] == 'T' ? AttributeSuffix().Replace(parts[^1], "")
            : parts[^2].EndsWith("Attribute", StringComparison.Ordinal) ? parts[^1]
            : $"{parts[^2]}.{parts[^1]}";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex("Attribute$")]
    private static partial Regex AttributeSuffix();
}

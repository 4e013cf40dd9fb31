namespace Fusion.Import;

/// <summary>A file can't be imported. The message says what was expected and what was found, in whole sentences.</summary>
public class ImportException : Exception
{
    public ImportException(string message) : base(message)
    {
    }

    public ImportException(string message, Exception inner) : base(message, inner)
    {
    }
}

import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { Scrollable } from "../Scrollable";
import { readMarkdown, type Block, type Inline } from "./markdown";
import classes from "./record.module.css";

/** A note as it is read. Every piece becomes an element of ours, so that nothing in a text can be more than text. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className={classes.markdown} dir="auto">
      <Blocks blocks={readMarkdown(text)} />
    </div>
  );
}

function Blocks({ blocks }: { blocks: Block[] }) {
  return (
    <>
      {blocks.map((block, index) => (
        <One key={index} block={block} />
      ))}
    </>
  );
}

function One({ block }: { block: Block }) {
  const { t } = useTranslation("ui");
  switch (block.kind) {
    case "paragraph":
      return (
        <p dir="auto">
          <Lines lines={block.lines} />
        </p>
      );
    case "heading":
      return (
        <p dir="auto" className={classes.mdHeading}>
          <Lines lines={block.lines} />
        </p>
      );
    case "quote":
      return (
        <blockquote>
          <Blocks blocks={block.blocks} />
        </blockquote>
      );
    case "code":
      return (
        <Scrollable as="pre" label={t("code_block")}>
          <code dir="ltr">{block.text}</code>
        </Scrollable>
      );
    case "list": {
      const items = block.items.map((lines, index) => (
        <li key={index} dir="auto">
          <Lines lines={lines} />
        </li>
      ));
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case "rule":
      return <hr />;
  }
}

function Lines({ lines }: { lines: Inline[][] }) {
  return (
    <>
      {lines.map((parts, index) => (
        <Fragment key={index}>
          {index > 0 ? <br /> : null}
          <Parts parts={parts} />
        </Fragment>
      ))}
    </>
  );
}

function Parts({ parts }: { parts: Inline[] }) {
  return (
    <>
      {parts.map((part, index) => (
        <Piece key={index} part={part} />
      ))}
    </>
  );
}

function Piece({ part }: { part: Inline }) {
  switch (part.kind) {
    case "text":
      return <>{part.text}</>;
    case "code":
      return <code dir="ltr">{part.text}</code>;
    case "strong":
      return (
        <strong>
          <Parts parts={part.parts} />
        </strong>
      );
    case "em":
      return (
        <em>
          <Parts parts={part.parts} />
        </em>
      );
    case "strike":
      return (
        <s>
          <Parts parts={part.parts} />
        </s>
      );
    case "link":
      return (
        <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">
          <Parts parts={part.parts} />
        </a>
      );
    case "person":
      return <span className={classes.person}>@{part.name}</span>;
  }
}
